package dev.kioto.console.lanes;

/// How many tasks were runnable and not polled, on average over each cell of a window. One thread.
final class WaitCells {
  private static final double ROUNDING = 100;

  private final long from;
  private final double cell;
  // Time waited in each cell by waits that begin or end there, and how many cells lie wholly within a wait: as differences.
  private final double[] partial;
  private final double[] whole;

  /// @param cell the width of a cell in nanoseconds
  WaitCells(long from, double cell, int cells) {
    this.from = from;
    this.cell = cell;
    partial = new double[cells];
    whole = new double[cells + 1];
  }

  /// Whether waits of a time count as one, since it lies within a cell.
  boolean takesWhole(long start, long end) {
    return end - start < cell && (long) Math.floor((start - from) / cell) == (long) Math.floor((end - from) / cell);
  }

  /// Adds waits that lie within a cell.
  void add(long start, double nanos) {
    int at = (int) Math.floor((start - from) / cell);
    if (at >= 0 && at < partial.length) {
      partial[at] += nanos;
    }
  }

  /// Adds one wait.
  void add(long start, long end) {
    double first = Math.max(0, (start - from) / cell);
    double last = Math.min(partial.length, (end - from) / cell);
    if (last <= first) {
      return;
    }
    int firstCell = (int) first;
    int lastCell = Math.min(partial.length - 1, (int) last);
    if (firstCell == lastCell) {
      partial[firstCell] += (last - first) * cell;
    } else {
      partial[firstCell] += (firstCell + 1 - first) * cell;
      partial[lastCell] += (last - lastCell) * cell;
      whole[firstCell + 1]++;
      whole[lastCell]--;
    }
  }

  /// The averages, to two decimals; empty when nobody waited.
  double[] depths() {
    var depths = new double[partial.length];
    double within = 0;
    boolean any = false;
    for (int i = 0; i < depths.length; i++) {
      within += whole[i];
      depths[i] = Math.rint((within + partial[i] / cell) * ROUNDING) / ROUNDING;
      any |= depths[i] > 0;
    }
    return any ? depths : new double[0];
  }
}
