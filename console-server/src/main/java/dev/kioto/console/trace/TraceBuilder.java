package dev.kioto.console.trace;

import java.util.HashMap;
import java.util.Map;

/// Puts a trace together from events in any order. One thread.
@SuppressWarnings("EnumOrdinal") // in memory alone
public final class TraceBuilder implements TraceSink {

  // A flight recorder holds some 1.6 million events, unless it was told otherwise.
  private static final int MOST_EVENTS = 4_000_000;
  private static final int MOST_NAMES = 500_000;
  private static final long LATEST = 5_000_000_000_000_000_000L; // in 2128: far from an overflow
  private static final long LONGEST = 1_000_000_000_000_000_000L;

  private final int mostEvents;
  private final Columns columns = new Columns();
  private final Map<Integer, TraceThread> threads = new HashMap<>();
  private final Map<Long, TraceTask> tasks = new HashMap<>();
  private long droppedEvents;
  private long leftOut;
  private boolean brokenOff;

  /// A trace of four million events at most: further ones are left out and counted.
  public TraceBuilder() {
    this(MOST_EVENTS);
  }

  TraceBuilder(int mostEvents) {
    this.mostEvents = mostEvents;
  }

  /// Adds an event. One whose instant or length cannot be is left out and counted.
  @Override
  public void event(TraceKind kind, long at, int thread, long task, long other, long value) {
    boolean isSane = at >= 0 && at <= LATEST && (!kind.hasLength() || (value >= 0 && value <= LONGEST));
    if (!isSane || columns.size() == mostEvents) {
      leftOut++;
    } else {
      columns.add(kind.ordinal(), at, thread, task, other, value);
    }
  }

  /// Names a thread; the last name stays.
  @Override
  public void thread(TraceThread thread) {
    if (threads.size() < MOST_NAMES || threads.containsKey(thread.index())) {
      threads.put(thread.index(), thread);
    } else {
      leftOut++;
    }
  }

  /// Names a task.
  @Override
  public void task(TraceTask task) {
    if (tasks.size() < MOST_NAMES || tasks.containsKey(task.id())) {
      tasks.put(task.id(), task);
    } else {
      leftOut++;
    }
  }

  /// Counts events that the program lost.
  @Override
  public void dropped(long events) {
    droppedEvents += events;
  }

  /// Counts what came and makes no sense.
  @Override
  public void leaveOut(long events) {
    leftOut += events;
  }

  /// Notes that what follows did not come.
  public void breakOff() {
    brokenOff = true;
  }

  /// Whether further events would be left out.
  public boolean isFull() {
    return columns.size() >= mostEvents;
  }

  /// All that was added.
  public Trace build() {
    return new Trace(columns.sorted(), threads, tasks, droppedEvents, leftOut, brokenOff);
  }
}
