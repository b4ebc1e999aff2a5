package dev.kioto.instrument.endpoint;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;

/// Turns readings of [System#nanoTime] into the wall clock's time, by one pair of readings that it keeps: so the distance
/// between two instants on the wire is exact, and a clock that is set meanwhile moves neither.
final class WireClock {
  static final long SECOND = 1_000_000_000;

  private final long anchorNanos;
  private final long anchorSinceEpoch; // enough until 2262

  WireClock(long anchorNanos, Instant anchor) {
    this.anchorNanos = anchorNanos;
    anchorSinceEpoch = anchor.getEpochSecond() * SECOND + anchor.getNano();
  }

  Timestamp timestamp(long nanoTime) {
    return Timestamp.newBuilder().setSeconds(seconds(nanoTime)).setNanos(nanos(nanoTime)).build();
  }

  /// Whole seconds since the epoch.
  long seconds(long nanoTime) {
    return Math.floorDiv(sinceEpoch(nanoTime), SECOND);
  }

  /// What is beyond the whole seconds.
  int nanos(long nanoTime) {
    return (int) Math.floorMod(sinceEpoch(nanoTime), SECOND);
  }

  private long sinceEpoch(long nanoTime) {
    return anchorSinceEpoch + (nanoTime - anchorNanos);
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder().setSeconds(instant.getEpochSecond()).setNanos(instant.getNano()).build();
  }

  static Duration duration(long nanos) {
    return Duration.newBuilder().setSeconds(nanos / SECOND).setNanos((int) (nanos % SECOND)).build();
  }
}
