package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.ui.chart.LogScale;
import java.util.List;

/// How much of what was counted is at each length of time: shares of the whole in bins of equal width on a logarithmic axis, a little smoothed,
/// since the server's buckets are of many widths.
final class Density {
  private static final int BINS = 16; // in each power of ten

  private Density() {}

  /// The shares, the shortest times first.
  static double[] of(List<LabRun.Bucket> buckets, LogScale scale) {
    double[] shares = new double[(scale.high() - scale.low()) * BINS];
    double total = Math.max(1, buckets.stream().mapToDouble(LabRun.Bucket::count).sum());
    for (var bucket : buckets) {
      double from = scale.share((double) bucket.fromNanos()) * shares.length;
      double to = Math.max(from + 1e-6, scale.share((double) bucket.toNanos()) * shares.length);
      for (int i = Math.max(0, (int) from); i < Math.min(shares.length, Math.ceil(to)); i++) {
        double overlap = Math.min(to, i + 1) - Math.max(from, i);
        shares[i] += bucket.count() / total * overlap / (to - from);
      }
    }
    return smoothed(shares);
  }

  private static double[] smoothed(double[] shares) {
    double[] smooth = new double[shares.length];
    for (int i = 0; i < shares.length; i++) {
      double before = i > 0 ? shares[i - 1] : 0;
      double after = i < shares.length - 1 ? shares[i + 1] : 0;
      smooth[i] = (before + 2 * shares[i] + after) / 4;
    }
    return smooth;
  }
}
