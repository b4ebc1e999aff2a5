package dev.kioto.console.lanes;

import java.util.ArrayDeque;
import java.util.Deque;

/// Events of one kind on one lane that take no time, or whose time is their value, in the order in which they were told. One thread at a
/// time.
final class MarkColumn {
  private static final int SEGMENT = 1024;

  private final Deque<Segment> segments = new ArrayDeque<>();

  /// Is shown events.
  interface Visitor {
    void mark(long at, long task, long other, long value);
  }

  private static final class Segment {
    private final long[] ats = new long[SEGMENT];
    private final long[] tasks = new long[SEGMENT];
    private final long[] others = new long[SEGMENT];
    private final long[] values = new long[SEGMENT];
    private int size;
    private long start = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE; // with the value, should that be a time
  }

  /// @return whether a segment was begun
  boolean add(long at, long task, long other, long value, long length) {
    var last = segments.peekLast();
    boolean begun = last == null || last.size == SEGMENT;
    if (last == null || begun) {
      last = new Segment();
      segments.addLast(last);
    }
    last.ats[last.size] = at;
    last.tasks[last.size] = task;
    last.others[last.size] = other;
    last.values[last.size] = value;
    last.start = Math.min(last.start, at);
    last.end = Math.max(last.end, at + length);
    last.size++;
    return begun;
  }

  /// Forgets what was over before an instant.
  ///
  /// @return how many segments are gone
  int forget(long before) {
    int gone = 0;
    for (var first = segments.peekFirst(); first != null && first.end < before; first = segments.peekFirst()) {
      segments.removeFirst();
      gone++;
    }
    return gone;
  }

  int count() {
    return segments.stream().mapToInt(segment -> segment.size).sum();
  }

  /// How many may touch a window, at most.
  int countAround(long from, long to) {
    return segments.stream().filter(segment -> segment.end >= from && segment.start < to)
        .mapToInt(segment -> segment.size).sum();
  }

  /// Shows those that touch a window.
  ///
  /// @param length whether the value is a time
  void each(long from, long to, boolean length, Visitor visitor) {
    for (var segment : segments) {
      if (segment.end < from || segment.start >= to) {
        continue;
      }
      for (int i = 0; i < segment.size; i++) {
        long at = segment.ats[i];
        if (at < to && at + (length ? segment.values[i] : 0) >= from) {
          visitor.mark(at, segment.tasks[i], segment.others[i], segment.values[i]);
        }
      }
    }
  }
}
