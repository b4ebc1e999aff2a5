package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Differences on an axis that all findings share: a half and a double are as far from zero, and around zero, where most differences are, there is
/// more room.
///
/// @param most what stands at the ends, as [#of] gives it
record Bend(double most) {
  private static final double SOFT = 0.25; // the change around which the axis turns from even to logarithmic
  private static final double LEAST_SHARE = -0.9999;
  private static final double ROOM = 1.05;
  private static final double[] TICKS = {-0.9, -0.5, -0.2, -0.05, 0, 0.05, 0.25, 1, 9};

  /// The axis that has the intervals of all findings on it.
  static Bend over(List<Finding> findings) {
    return new Bend(ROOM * findings.stream().filter(Finding::isRelative)
        .flatMap(finding -> Stream.of(finding.change(), finding.low(), finding.high())).filter(Objects::nonNull)
        .mapToDouble(share -> Math.abs(of(share))).reduce(of(0.1), Math::max));
  }

  /// A mark of the axis.
  record Tick(double change, double share) {}

  /// Where a change stands: 0 at the left end, a half for none, 1 at the right end.
  double share(double change) {
    return Math.clamp(0.5 + 0.5 * of(change) / most, 0, 1);
  }

  /// The marks, at round changes.
  List<Tick> ticks() {
    return Arrays.stream(TICKS).filter(tick -> Math.abs(of(tick)) <= most)
        .mapToObj(tick -> new Tick(tick, share(tick))).toList();
  }

  private static double of(double change) {
    double ratio = Math.log1p(Math.max(LEAST_SHARE, change));
    return Math.signum(ratio) * Math.log1p(Math.abs(ratio) / SOFT);
  }
}
