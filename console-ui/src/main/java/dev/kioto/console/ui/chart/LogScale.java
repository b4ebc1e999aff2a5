package dev.kioto.console.ui.chart;

import dev.kioto.console.ui.format.Durations;

/// Lengths of time on an axis, evenly by their logarithm, over whole powers of ten.
///
/// @param low the power of ten in nanoseconds at which it begins
/// @param high that at which it ends, above `low`
public record LogScale(int low, int high) {
  private static final long SECOND = 1_000_000_000L;

  /// The smallest that has both lengths on it, in nanoseconds.
  public static LogScale over(double least, double most) {
    int low = (int) Math.floor(Math.log10(Math.max(1, least)) + 1e-9);
    int high = (int) Math.ceil(Math.log10(Math.max(1, most)) - 1e-9);
    return new LogScale(low, Math.max(low + 1, high));
  }

  /// Where a length stands: 0 at the beginning, 1 at the end. Not limited to what is between.
  public double share(double nanos) {
    return (Math.log10(Math.max(1, nanos)) - low) / (high - low);
  }

  /// The length that stands at a share.
  public double nanos(double share) {
    return Math.pow(10, low + share * (high - low));
  }

  /// A power of ten in whole units: `10 µs`, and `100 s` rather than minutes, which are no powers of ten.
  public static String label(int power) {
    long nanos = Math.round(Math.pow(10, power));
    return nanos >= SECOND ? nanos / SECOND + " s" : Durations.text(nanos).replaceAll("\\.0+ ", " ");
  }
}
