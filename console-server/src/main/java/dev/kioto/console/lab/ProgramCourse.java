package dev.kioto.console.lab;

import dev.kioto.console.api.lab.LabRun.Sample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps what a program's scheduler did from moment to moment. One thread.
final class ProgramCourse {

  private final List<Sample> samples = new ArrayList<>();
  private @Nullable ProgramReading before;
  private @Nullable ProcessReading processBefore;

  /// Keeps a moment. The first is only what the next is compared to.
  ///
  /// @param seconds since the warm-up was over
  /// @param process null when the process does not tell
  void add(double seconds, ProgramReading now, @Nullable ProcessReading process) {
    double processors = Double.NaN;
    if (process != null && processBefore != null) {
      processors = (process.cpuNanos() - processBefore.cpuNanos()) / (process.atNanos() - processBefore.atNanos());
    }
    processBefore = process;
    if (before != null) {
      samples.add(new Sample(seconds, orZero(now.pollRate(before)), orZero(processors),
          now.localQueue() + now.globalQueue(), now.busyShares(before)));
    }
    before = now;
  }

  List<Sample> samples() {
    return List.copyOf(samples);
  }

  private static double orZero(double value) {
    return Double.isFinite(value) ? value : 0; // JSON has no words for others
  }
}
