package dev.kioto.instrument.aggregate;

import java.util.ArrayList;

/// What one reader has seen, and so what is new to it: first everything, then what has changed. A reader that comes late finds
/// the latest totals of each task, once; nothing piles up for it.
///
/// Safe for use by any thread, meant for one.
public final class Subscription implements AutoCloseable {
  private final Aggregator aggregator;
  private final int index;

  // The rest is guarded by the lock of the aggregator.
  private final Cursor<TaskEntry, TaskSnapshot> tasks;
  private boolean atEnd = true;
  private long toldLost;

  Subscription(Aggregator aggregator, int index, TaskBook tasks) {
    this.aggregator = aggregator;
    this.index = index;
    this.tasks = tasks.open(bit());
  }

  /// Takes the next part. When the last part had no [Batch#more], it begins a new look, which contains all that
  /// happened before this call.
  ///
  /// @param max how many changes it may hold, at least 1
  public Batch next(int max) {
    return aggregator.next(this, max);
  }

  @Override
  public void close() {
    aggregator.unsubscribe(this);
  }

  long bit() {
    return 1L << index;
  }

  Cursor<TaskEntry, TaskSnapshot> tasks() {
    return tasks;
  }

  boolean isAtEnd() {
    return atEnd;
  }

  Batch take(int max, long now, long lost) {
    if (atEnd) {
      tasks.look();
    }
    var changedTasks = new ArrayList<Change<TaskSnapshot>>();
    atEnd = tasks.take(max, changedTasks, _ -> {});
    long newlyLost = lost - toldLost;
    toldLost = lost;
    return new Batch(now, changedTasks, !atEnd, newlyLost);
  }
}
