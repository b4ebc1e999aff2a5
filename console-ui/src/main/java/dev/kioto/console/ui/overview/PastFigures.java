package dev.kioto.console.ui.overview;

import dev.kioto.console.api.Series;
import dev.kioto.console.ui.format.Instants;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// Figures of the minute and a half before an instant, a point a second.
final class PastFigures {
  private static final long SECOND = 1_000_000_000;
  private static final int NEAR = 3; // seconds before the instant within which a point still stands for it

  private final List<Series> all;
  private final long end;

  PastFigures(List<Series> all, Instant instant) {
    this.all = all;
    end = Instants.nanos(instant);
  }

  /// The points of one figure, of which all are unknown when it was not told.
  Points of(String name) {
    double[] values = new double[OverviewViewModel.POINTS];
    Arrays.fill(values, Double.NaN);
    for (var series : all) {
      if (series.name().equals(name)) {
        for (var point : series.points()) {
          long ago = Math.floorDiv(end - Instants.nanos(point.at()), SECOND);
          if (ago >= 0 && ago < values.length) {
            values[values.length - 1 - (int) ago] = point.mean();
          }
        }
      }
    }
    return new Points(values);
  }

  /// A point a second, the last at the instant; NaN where nothing is known.
  static final class Points {
    private final double[] values;

    private Points(double[] values) {
      this.values = values;
    }

    /// The points, the oldest first.
    double[] values() {
      return values;
    }

    /// What the figure was at the instant; NaN when that is not known.
    double last() {
      for (int i = values.length - 1; i >= values.length - NEAR; i--) {
        if (!Double.isNaN(values[i])) return values[i];
      }
      return Double.NaN;
    }

    Points plus(Points other) {
      double[] sums = new double[values.length];
      Arrays.setAll(sums, i -> values[i] + other.values[i]);
      return new Points(sums);
    }
  }
}
