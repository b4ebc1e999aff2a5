package dev.kioto.instrument.aggregate;

/// Readings of [System#nanoTime], or [#ABSENT].
final class Instants {
  /// The instant of what has not happened.
  static final long ABSENT = Long.MIN_VALUE;

  private Instants() {}

  /// The later of two instants, either of which may be absent.
  static long later(long a, long b) {
    return a == ABSENT || (b != ABSENT && b - a > 0) ? b : a;
  }

  static boolean isAfter(long a, long b) {
    return a != ABSENT && (b == ABSENT || a - b > 0);
  }
}
