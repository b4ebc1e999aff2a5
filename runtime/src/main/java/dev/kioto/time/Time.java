package dev.kioto.time;

import java.time.Duration;

/// Makes futures of time.
public final class Time {
  // Tokio's answer to a duration that would overflow: about 30 years.
  private static final Duration FAR = Duration.ofDays(365L * 30);

  private Time() {}

  /// A future that is ready after `duration`, counted from this call: not earlier, and at the earliest at the next
  /// millisecond tick of the runtime's timer. It must be awaited or polled inside a runtime.
  ///
  /// @param duration zero or less is ready at the first poll; more than 30 years is taken as 30 years
  public static Sleep sleep(Duration duration) {
    var bounded = duration.compareTo(FAR) > 0 ? FAR : duration;
    return new Sleep(System.nanoTime() + Math.max(0, bounded.isNegative() ? 0 : bounded.toNanos()));
  }
}
