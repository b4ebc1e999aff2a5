package dev.kioto.demo;

import java.time.Duration;

/// How much a demo does.
///
/// @param tasks how many tasks that are mostly idle, 0 or more
/// @param rate how fast the others go: 1 is the demo's own idea, 2 twice that
record Load(int tasks, double rate) {

  Load {
    if (tasks < 0) throw new IllegalArgumentException("tasks is " + tasks + ": write 0 or more");
    if (!(rate >= 0.01 && rate <= 1000)) {
      throw new IllegalArgumentException("rate is " + rate + ": write a number from 0.01 to 1000");
    }
  }

  /// A pause that is so long at rate 1; at least a millisecond.
  Duration pause(long millis) {
    return Duration.ofNanos(Math.max(1_000_000, (long) (millis * 1e6 / rate)));
  }
}
