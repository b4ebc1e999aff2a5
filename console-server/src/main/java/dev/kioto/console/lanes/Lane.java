package dev.kioto.console.lanes;

import dev.kioto.console.trace.TraceKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/// What one thread did lately. One thread at a time.
final class Lane {
  private static final int MARK_WIDTH = 4;

  private final Deque<PollSegment> polls = new ArrayDeque<>();
  private final Map<TraceKind, MarkColumn> marks = new EnumMap<>(TraceKind.class);
  // When what was told of the past was over: what comes twice is let go by this.
  private long pastEnd = Long.MIN_VALUE;
  private long newest = Long.MIN_VALUE;

  /// What was added so far is the past: what was over by then comes again, and is not added again.
  void endPast() {
    pastEnd = newest;
  }

  /// Whether an event that was over at an instant is there already.
  boolean has(long end) {
    return end <= pastEnd;
  }

  /// @return whether memory was taken for it
  boolean poll(long at, long length, long task, long waited) {
    newest = Math.max(newest, at + length);
    var last = polls.peekLast();
    boolean begun = last == null || last.isFull();
    if (last == null || begun) {
      last = new PollSegment();
      polls.addLast(last);
    }
    last.add(at, length, task, waited);
    return begun;
  }

  /// @return whether memory was taken for it
  boolean mark(TraceKind kind, long at, long task, long other, long value) {
    long length = kind.hasLength() ? value : 0;
    newest = Math.max(newest, at + length);
    return marks.computeIfAbsent(kind, _ -> new MarkColumn()).add(at, task, other, value, length);
  }

  /// Forgets what was over before an instant, in whole segments.
  ///
  /// @return how many segments of polls are gone
  int forget(long before) {
    int gone = 0;
    for (var first = polls.peekFirst(); first != null && first.end() < before; first = polls.peekFirst()) {
      polls.removeFirst();
      gone++;
    }
    for (var column : marks.values()) gone += column.forget(before);
    return gone;
  }

  /// When the oldest poll that is kept began; the highest number when there is none.
  long oldest() {
    return polls.isEmpty() ? Long.MAX_VALUE : polls.getFirst().start();
  }

  /// Until when the oldest segment lasts; the highest number when there is none.
  long oldestEnd() {
    return polls.isEmpty() ? Long.MAX_VALUE : polls.getFirst().end();
  }

  boolean isEmpty() {
    return polls.isEmpty() && marks.values().stream().allMatch(column -> column.count() == 0);
  }

  long[] polls(long from, long to, double pixel, TaskIndex tasks) {
    var cells = new PollCells(from, pixel, tasks);
    for (var segment : polls) {
      if (segment.end() >= from && segment.start() < to) segment.polls(from, to, cells);
    }
    return cells.spans();
  }

  double[] waiting(long from, long to, int parts) {
    var cells = new WaitCells(from, (double) (to - from) / parts, parts);
    for (var segment : polls) {
      if (segment.end() >= from && segment.waitStart() < to) segment.waits(from, to, cells);
    }
    return cells.depths();
  }

  void pollsFrom(long from, long to, PollSegment.PollVisitor visitor) {
    for (var segment : polls) {
      if (segment.end() >= from && segment.start() < to) segment.each(from, to, visitor);
    }
  }

  /// Two numbers each, those narrower than a pixel put together.
  long[] parks(long from, long to, double pixel) {
    var spans = new Numbers();
    var column = marks.get(TraceKind.PARK);
    if (column == null) return new long[0];
    long[] narrow = {-1, 0}; // the pixel that is open, and how long it was parked in
    column.each(from, to, true, (at, _, _, length) -> {
      long cell = (long) Math.floor((at - from) / pixel);
      if (narrow[0] >= 0 && (cell != narrow[0] || length >= pixel)) closePixel(narrow, pixel, spans);
      if (length >= pixel) {
        spans.add(at - from);
        spans.add(length);
      } else {
        narrow[0] = Math.max(0, cell);
        narrow[1] += length;
      }
    });
    if (narrow[0] >= 0) closePixel(narrow, pixel, spans);
    return spans.toArray();
  }

  private static void closePixel(long[] narrow, double pixel, Numbers spans) {
    spans.add((long) (narrow[0] * pixel));
    spans.add((long) Math.min((double) narrow[1], pixel));
    narrow[0] = -1;
    narrow[1] = 0;
  }

  /// Four numbers each, one for a pixel at most.
  long[] marks(TraceKind kind, long from, long to, double pixel) {
    var spans = new Numbers();
    var column = marks.get(kind);
    if (column == null) return new long[0];
    long[] last = {-1};
    column.each(from, to, false, (at, _, other, value) -> {
      long cell = (long) ((at - from) / pixel);
      if (cell == last[0] && spans.size() >= MARK_WIDTH) {
        spans.increase(MARK_WIDTH - 1, 1);
        spans.increase(MARK_WIDTH - 2, value);
      } else {
        last[0] = cell;
        spans.add(at - from);
        spans.add(1);
        spans.add(value);
        spans.add(other);
      }
    });
    return spans.toArray();
  }

  /// How many wakes may be in a window, at most.
  int wakesAround(long from, long to) {
    var column = marks.get(TraceKind.WAKE);
    return column == null ? 0 : column.countAround(from, to);
  }

  void wakes(long from, long to, MarkColumn.Visitor visitor) {
    var column = marks.get(TraceKind.WAKE);
    if (column != null) column.each(from, to, false, visitor);
  }
}
