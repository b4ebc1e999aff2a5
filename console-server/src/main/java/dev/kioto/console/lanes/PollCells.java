package dev.kioto.console.lanes;

/// Polls as they can be told apart on a screen: one that is as wide as a pixel is itself, and those that are narrower are one span for
/// the pixel in which they began. One thread.
final class PollCells {
  /// Numbers of a span: see [LaneWindow.Lane#polls].
  static final int WIDTH = 7;

  private final long from;
  private final double pixel;
  private final TaskIndex tasks;
  private final Numbers spans = new Numbers();
  // The pixel that is open; -1 for none.
  private long cell = -1;
  private long count;
  private double busy;
  private long task;
  private double longest;
  private double waited;

  /// @param pixel the width of a pixel in nanoseconds
  PollCells(long from, double pixel, TaskIndex tasks) {
    this.from = from;
    this.pixel = pixel;
    this.tasks = tasks;
  }

  /// Whether polls of a time are all of one span, since it lies within a pixel.
  boolean takesWhole(long start, long end) {
    return end - start < pixel && cellOf(start) == cellOf(end);
  }

  /// Adds one poll, or several that lie within a pixel.
  ///
  /// @param busyNanos of all of them
  /// @param ofTask whose poll was the longest
  void add(long start, long polls, double busyNanos, long ofTask, double longestNanos, double waitedNanos) {
    if (polls == 1 && busyNanos >= pixel) {
      flush();
      span(start - from, busyNanos, 1, busyNanos, ofTask, busyNanos, waitedNanos);
      return;
    }
    long at = cellOf(start);
    if (at != cell) {
      flush();
      cell = at;
    }
    count += polls;
    busy += busyNanos;
    if (longestNanos >= longest) {
      longest = longestNanos;
      task = ofTask;
      waited = waitedNanos;
    }
  }

  private long cellOf(long at) {
    return (long) Math.floor((at - from) / pixel);
  }

  private void flush() {
    if (count > 0) {
      span((long) (cell * pixel), pixel, count, Math.min(busy, pixel), task, longest, waited);
    }
    cell = -1;
    count = 0;
    busy = 0;
    longest = 0;
  }

  private void span(long at, double length, long polls, double busyNanos, long ofTask, double longestNanos,
      double waitedNanos) {
    spans.add(at);
    spans.add(Math.round(length));
    spans.add(polls);
    spans.add(Math.round(busyNanos));
    spans.add(tasks.of(ofTask));
    spans.add(Math.round(longestNanos));
    spans.add(Math.round(waitedNanos));
  }

  /// All spans.
  long[] spans() {
    flush();
    return spans.toArray();
  }
}
