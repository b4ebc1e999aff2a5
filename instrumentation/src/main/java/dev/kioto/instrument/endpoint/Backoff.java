package dev.kioto.instrument.endpoint;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: about twice as long each time, up to a longest wait, and each by chance between
/// half of it and the whole, so that many programs do not come back together. One thread alone.
final class Backoff {
  private final long firstNanos;
  private final long longestNanos;
  private final RandomGenerator random;
  private long nextNanos;

  Backoff(Duration first, Duration longest, RandomGenerator random) {
    firstNanos = first.toNanos();
    longestNanos = longest.toNanos();
    this.random = random;
    nextNanos = firstNanos;
  }

  /// The wait after another failure.
  Duration next() {
    long wait = nextNanos / 2 + random.nextLong(nextNanos / 2 + 1);
    nextNanos = Math.min(longestNanos, nextNanos * 2);
    return Duration.ofNanos(wait);
  }

  /// An attempt succeeded.
  void reset() {
    nextNanos = firstNanos;
  }
}
