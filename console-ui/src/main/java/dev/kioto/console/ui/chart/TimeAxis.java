package dev.kioto.console.ui.chart;

/// A stretch of time, which is drawn over a width.
///
/// @param from in nanoseconds since 1970
/// @param length in nanoseconds, above 0
public record TimeAxis(long from, long length) {
  /// Where it ends.
  public long to() {
    return from + length;
  }

  /// Where an instant is drawn, in pixels from the left.
  public double at(long instant, double width) {
    return (double) (instant - from) * width / length;
  }

  /// The instant that is drawn at a place.
  public long instant(double x, double width) {
    return from + Math.round(x / width * length);
  }

  /// The same place closer (a factor above 1) or from further away, where the instant at a share of the width stays.
  ///
  /// @param share 0 is the left edge, 1 the right
  /// @param shortest the closest look, in nanoseconds
  /// @param longest the widest
  public TimeAxis zoomed(double factor, double share, long shortest, long longest) {
    long newLength = Math.clamp(Math.round(length / factor), shortest, longest);
    return new TimeAxis(from + Math.round((length - newLength) * share), newLength);
  }

  /// The same look a share of its length further on, or back when negative.
  public TimeAxis moved(double share) {
    return new TimeAxis(from + Math.round(length * share), length);
  }

  /// The same look, ending elsewhere.
  public TimeAxis endingAt(long instant) {
    return new TimeAxis(instant - length, length);
  }
}
