package dev.kioto.instrument.endpoint;

import java.util.concurrent.TimeUnit;

/// Allows so much a second on the average, and a burst. One thread alone.
final class Bucket {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final double perSecond;
  private final double burst;
  private double left;
  private long filledAtNanos;

  /// @param perSecond above 0
  /// @param burst the most that is saved up, which is there at first
  Bucket(double perSecond, double burst, long nowNanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    left = burst;
    filledAtNanos = nowNanos;
  }

  /// Takes an amount, whether it is there or not.
  void take(double amount, long nowNanos) {
    left = Math.min(burst, left + (nowNanos - filledAtNanos) * perSecond / NANOS_PER_SECOND) - amount;
    filledAtNanos = nowNanos;
  }

  /// Takes an amount if it is there.
  boolean tryTake(double amount, long nowNanos) {
    take(0, nowNanos);
    if (left < amount) {
      return false;
    }
    left -= amount;
    return true;
  }

  /// For how long there is nothing left; 0 when there is.
  long nanosUntilFilled() {
    return left >= 0 ? 0 : (long) (-left / perSecond * NANOS_PER_SECOND);
  }
}
