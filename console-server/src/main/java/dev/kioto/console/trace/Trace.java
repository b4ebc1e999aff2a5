package dev.kioto.console.trace;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Events in the order of their instants, with the names of threads and tasks. Immutable; any thread.
///
/// The events are columns, so that a million of them take some 40 MB: go over them by number.
///
/// ```java
/// for (int i = trace.firstFrom(from); i < trace.size() && trace.at(i) < to; i++) {
///   if (trace.kind(i) == TraceKind.POLL) draw(trace.thread(i), trace.at(i), trace.value(i), trace.task(i));
/// }
/// ```
public final class Trace {

  private static final TraceKind[] KINDS = TraceKind.values();

  private final Columns columns;
  private final Map<Integer, TraceThread> threads;
  private final Map<Long, TraceTask> tasks;
  private final long droppedEvents;
  private final long leftOut;
  private final boolean brokenOff;
  private final long longest; // of all events
  private final long end;

  Trace(Columns columns, Map<Integer, TraceThread> threads, Map<Long, TraceTask> tasks, long droppedEvents,
      long leftOut, boolean brokenOff) {
    this.columns = columns;
    this.threads = Map.copyOf(threads);
    this.tasks = Map.copyOf(tasks);
    this.droppedEvents = droppedEvents;
    this.leftOut = leftOut;
    this.brokenOff = brokenOff;
    long length = 0;
    long last = columns.size() == 0 ? 0 : columns.at(0);
    for (int i = 0; i < columns.size(); i++) {
      long duration = KINDS[columns.kind(i)].hasLength() ? columns.value(i) : 0;
      length = Math.max(length, duration);
      last = Math.max(last, columns.at(i) + duration);
    }
    longest = length;
    end = last;
  }

  /// How many events there are.
  public int size() {
    return columns.size();
  }

  /// What an event tells.
  public TraceKind kind(int index) {
    return KINDS[columns.kind(index)];
  }

  /// See [TraceEvent#at].
  public long at(int index) {
    return columns.at(index);
  }

  /// See [TraceEvent#thread].
  public int thread(int index) {
    return columns.thread(index);
  }

  /// See [TraceEvent#task].
  public long task(int index) {
    return columns.task(index);
  }

  /// See [TraceEvent#other].
  public long other(int index) {
    return columns.other(index);
  }

  /// See [TraceEvent#value].
  public long value(int index) {
    return columns.value(index);
  }

  /// An event as a whole.
  public TraceEvent event(int index) {
    return new TraceEvent(kind(index), at(index), thread(index), task(index), other(index), value(index));
  }

  /// The first event at an instant or after it; [#size] when there is none.
  public int firstFrom(long at) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (columns.at(middle) < at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The first event that may still go on at an instant: no event before it does.
  public int firstGoingOn(long at) {
    return firstFrom(at - longest);
  }

  /// When the first event began; 0 when there is none.
  public long start() {
    return size() == 0 ? 0 : at(0);
  }

  /// When the last event was over; 0 when there is none.
  public long end() {
    return end;
  }

  /// The threads that are named, by index.
  public List<TraceThread> threads() {
    return threads.values().stream().sorted(Comparator.comparingInt(TraceThread::index)).toList();
  }

  /// A thread by its index, or null when it has no name.
  public @Nullable TraceThread namedThread(int index) {
    return threads.get(index);
  }

  /// The tasks that are named.
  public Iterable<TraceTask> tasks() {
    return tasks.values();
  }

  /// A task by its id, or null when nothing is known of it.
  public @Nullable TraceTask namedTask(long id) {
    return tasks.get(id);
  }

  /// Events that the program lost; 0 when all is well.
  public long droppedEvents() {
    return droppedEvents;
  }

  /// Events and names that came and were not read, because there were too many or they made no sense; 0 when all is well.
  public long leftOut() {
    return leftOut;
  }

  /// Whether the program broke off: what had come by then is there.
  public boolean brokenOff() {
    return brokenOff;
  }
}
