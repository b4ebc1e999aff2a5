package dev.kioto.instrument.aggregate;

import dev.kioto.instrument.trace.TraceCursor;
import dev.kioto.instrument.trace.TraceKind;
import dev.kioto.instrument.trace.TraceTaskName;
import dev.kioto.instrument.trace.TraceVisitor;
import java.util.ArrayList;
import java.util.List;

/// What one reader has seen of the events. It names each task at least once, as far as it is known: after the first event
/// that names it, with its spawn, or at the latest with its end.
///
/// A reader costs the aggregator the copying of at most 64 KiB at a time, and itself 200 KB. Used by one thread at a time.
public final class TraceReader implements AutoCloseable {
  // Tasks that were named, by a place that each shares with others: one that was pushed out is named again.
  private static final int TOLD_TASKS = 1 << 14;
  // Names that are looked up while the lock is held: half a millisecond, at most. For fewer at a time it would wait more often.
  private static final int LOOKED_UP = 4096;

  private final Traces traces;
  private final TraceCursor cursor;
  private final boolean watches;
  private final long[] toldTasks = new long[TOLD_TASKS];
  private final List<Long> unnamed = new ArrayList<>();

  // Guarded by the lock of the traces.
  boolean isClosed;

  /// @param watches whether it counts as one who watches
  TraceReader(Traces traces, TraceCursor cursor, boolean watches) {
    this.traces = traces;
    this.cursor = cursor;
    this.watches = watches;
  }

  boolean watches() {
    return watches;
  }

  TraceCursor cursor() {
    return cursor;
  }

  /// Hands over what comes next: at most some thousand events.
  ///
  /// @return whether there is more now
  public boolean next(TraceVisitor visitor) {
    boolean more = traces.copy(this);
    cursor.read(new Named(visitor));
    for (int i = 0; i < unnamed.size(); i += LOOKED_UP) {
      name(unnamed.subList(i, Math.min(unnamed.size(), i + LOOKED_UP)), visitor);
    }
    unnamed.clear();
    return more;
  }

  private void name(List<Long> tasks, TraceVisitor visitor) {
    var found = traces.infos(tasks);
    for (int i = 0; i < found.size(); i++) {
      TaskInfo info = found.get(i);
      if (info == null) {
        toldTasks[place(tasks.get(i))] = 0;
      } else {
        visitor.named(info.id(), info.label().toName());
      }
    }
  }

  /// Whether all was handed over: never, for those who watch.
  public boolean isAtEnd() {
    return cursor.isAtEnd();
  }

  @Override
  public void close() {
    traces.close(this);
  }

  private boolean isNew(long task) {
    int place = place(task);
    boolean isNew = toldTasks[place] != task;
    toldTasks[place] = task;
    return isNew;
  }

  private static int place(long task) {
    return (int) ((task * 0x9E3779B97F4A7C15L) >>> (Long.numberOfLeadingZeros(TOLD_TASKS) + 1));
  }

  /// Lets each task be named once, and notes those that are to be looked up.
  private final class Named implements TraceVisitor {
    private final TraceVisitor to;

    Named(TraceVisitor to) {
      this.to = to;
    }

    @Override
    public void dropped(long events) {
      to.dropped(events);
    }

    @Override
    public void thread(int index, String name, long threadId) {
      to.thread(index, name, threadId);
    }

    @Override
    public void named(long task, TraceTaskName name) {
      if (isNew(task)) {
        to.named(task, name);
      }
    }

    @Override
    public void event(TraceKind kind, long at, int thread, long task, long other, long value) {
      to.event(kind, at, thread, task, other, value);
      mention(task);
      if (kind == TraceKind.WAKE || kind == TraceKind.SPAWN) {
        mention(other);
      }
    }

    private void mention(long task) {
      if (task != 0 && isNew(task)) {
        unnamed.add(task);
      }
    }
  }
}
