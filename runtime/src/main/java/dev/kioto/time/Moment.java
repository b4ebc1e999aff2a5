package dev.kioto.time;

import dev.kioto.driver.Clock;
import java.time.Duration;

/// A point in time by a runtime's clock, which never goes back and, unlike a wall clock, is never set. From [Time#now]. Moments
/// of one process compare, as long as no clock of its runtimes was paused.
///
/// After Tokio's `time/instant.rs`.
///
/// @param nanos nanoseconds since some instant of the process; only differences mean anything
public record Moment(long nanos) implements Comparable<Moment> {

  /// The moment that is later by a duration, which may be negative. What would be more than 292 years from the start of the
  /// process is the last moment that there is, or the first.
  public Moment plus(Duration duration) {
    return new Moment(Clock.plus(nanos, Durations.toNanos(duration)));
  }

  /// The moment that is earlier by a duration; see [#plus].
  public Moment minus(Duration duration) {
    return plus(duration.negated());
  }

  /// How long from an earlier moment to this one; zero when that one is later.
  public Duration since(Moment earlier) {
    return Duration.ofNanos(Math.max(0, Clock.plus(nanos, -Math.max(earlier.nanos, -Long.MAX_VALUE))));
  }

  /// How long from this moment to now, by the clock of the calling thread's runtime; zero when it is yet to come.
  public Duration elapsed() {
    return Time.now().since(this);
  }

  public boolean isBefore(Moment other) {
    return nanos < other.nanos;
  }

  public boolean isAfter(Moment other) {
    return nanos > other.nanos;
  }

  @Override
  public int compareTo(Moment other) {
    return Long.compare(nanos, other.nanos);
  }
}
