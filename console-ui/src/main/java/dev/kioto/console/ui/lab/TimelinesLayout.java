package dev.kioto.console.ui.lab;

import dev.kioto.console.ui.lanes.LaneLayout;

/// Where the two runs are on the drawing: the axis on top, then for each a line with its settings and its strips. In pixels.
final class TimelinesLayout {
  /// The marks of time.
  static final double AXIS = LaneLayout.AXIS;
  /// The line that says which run it is.
  static final double HEAD = 24;

  private TimelinesLayout() {}

  /// How much further down the strips of a side are than those of lanes alone.
  static double offset(TimelineSide upper, TimelineSide lower, TimelineSide side) {
    return side == lower ? HEAD + strips(upper) + HEAD : HEAD;
  }

  /// The height of a side's strips, or of the words in their place.
  static double strips(TimelineSide side) {
    int count = side.picture().strips().size();
    return count == 0 ? HEAD * 2 : count * LaneLayout.STRIP;
  }

  /// The height of all.
  static double height(TimelineSide upper, TimelineSide lower) {
    return AXIS + HEAD + strips(upper) + HEAD + strips(lower) + 4;
  }
}
