package dev.kioto.console.ui.lanes;

/// Where what is on the chart of lanes: the axis on top, then a strip for each lane, with its name at the left. In pixels.
///
/// @param width of the whole chart
public record LaneLayout(double width) {
  /// Where names stand.
  public static final double GUTTER = 118;
  /// The marks of time.
  public static final double AXIS = 24;
  /// A whole strip.
  public static final double STRIP = 62;
  /// How many tasks wait, above the polls.
  public static final double WAITING = 16;
  /// The polls.
  public static final double POLLS = 32;
  /// Parks and driver turns, below the polls.
  public static final double PARKS = 4;
  private static final double RIGHT = 10;

  /// The height of a chart of so many strips.
  public static double height(int strips) {
    return AXIS + strips * STRIP + 4;
  }

  /// The width over which time is drawn.
  public double plot() {
    return Math.max(1, width - GUTTER - RIGHT);
  }

  /// Whether a place is where time is drawn.
  public boolean isPlot(double x) {
    return x >= GUTTER && x <= GUTTER + plot();
  }

  /// The strip at a height; -1 for none.
  public int stripAt(double y) {
    return y < AXIS ? -1 : (int) ((y - AXIS) / STRIP);
  }

  /// The top of a strip.
  public static double top(int strip) {
    return AXIS + strip * STRIP;
  }

  /// The top of a strip's polls.
  public static double polls(int strip) {
    return top(strip) + 4 + WAITING;
  }
}
