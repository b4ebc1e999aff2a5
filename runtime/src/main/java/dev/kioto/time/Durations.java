package dev.kioto.time;

import java.time.Duration;
import java.util.Objects;

/// Durations as nanoseconds.
final class Durations {
  // Tokio's answer to one that would overflow: about 30 years.
  private static final Duration FAR = Duration.ofDays(365L * 30);

  private Durations() {}

  /// The nanoseconds of a duration, or as many as there can be.
  static long toNanos(Duration duration) {
    Objects.requireNonNull(duration, "duration");
    if (duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0) {
      return Long.MAX_VALUE;
    }
    return duration.compareTo(Duration.ofNanos(-Long.MAX_VALUE)) <= 0 ? -Long.MAX_VALUE : duration.toNanos();
  }

  /// How long to wait: nothing for a negative duration, and 30 years for a longer one.
  static long waitNanos(Duration duration) {
    if (Objects.requireNonNull(duration, "duration").isNegative()) {
      return 0;
    }
    return duration.compareTo(FAR) > 0 ? FAR.toNanos() : duration.toNanos();
  }
}
