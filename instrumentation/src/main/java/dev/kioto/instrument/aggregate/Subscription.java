package dev.kioto.instrument.aggregate;

import java.util.ArrayDeque;
import java.util.ArrayList;

/// What one reader has seen of the tasks, and so what is new to it: first all of them, then those that have changed. A
/// reader that comes late finds the latest totals of each task, once; nothing piles up for it.
///
/// Safe for use by any thread, meant for one.
public final class Subscription implements AutoCloseable {
  private final Aggregator aggregator;
  private final int index;

  // The rest is guarded by the lock of the aggregator.
  private final ChangeNode mark = new ChangeNode();
  // Tasks that the reader was told of and that were forgotten before it heard of their end. It was told of them while
  // they lived, so there are never more than it has living tasks.
  private final ArrayDeque<TaskEntry> leaving = new ArrayDeque<>();
  // Up to which change the present look goes.
  private long target;
  private boolean atEnd = true;
  private long toldLost;

  Subscription(Aggregator aggregator, int index) {
    this.aggregator = aggregator;
    this.index = index;
  }

  /// Takes the next part. When the last part had no [TaskBatch#more], it begins a new look, which contains all that
  /// happened before this call.
  ///
  /// @param max how many tasks it may hold, at least 1
  public TaskBatch next(int max) {
    return aggregator.next(this, max);
  }

  @Override
  public void close() {
    aggregator.unsubscribe(this);
  }

  long bit() {
    return 1L << index;
  }

  ChangeNode mark() {
    return mark;
  }

  boolean isAtEnd() {
    return atEnd;
  }

  void forgetting(TaskEntry entry) {
    if ((entry.knownTo & bit()) != 0 && entry.sequence > mark.sequence) {
      leaving.add(entry);
    }
  }

  TaskBatch take(TaskBook book, int max, long now, long lost) {
    var list = book.changes();
    if (atEnd) {
      target = list.sequence();
    }
    var changes = new ArrayList<TaskBatch.Change>();
    while (changes.size() < max && !leaving.isEmpty()) {
      changes.add(new TaskBatch.Change(leaving.remove().snapshot(), false));
    }
    var entry = list.nextAfter(mark, target);
    while (entry != null && changes.size() < max) {
      changes.add(new TaskBatch.Change(entry.snapshot(), (entry.knownTo & bit()) == 0));
      entry.knownTo |= bit();
      list.pass(mark, entry);
      entry = list.nextAfter(mark, target);
    }
    atEnd = entry == null && leaving.isEmpty();
    long newlyLost = lost - toldLost;
    toldLost = lost;
    return new TaskBatch(now, changes, !atEnd, newlyLost);
  }
}
