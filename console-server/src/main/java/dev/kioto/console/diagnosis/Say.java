package dev.kioto.console.diagnosis;

import java.util.Locale;

/// Puts numbers into sentences.
public final class Say {

  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private Say() {}

  /// A time in the unit that suits it: `140 ms`, `1.3 s`, `2 min 5 s`, `3 h 4 min`.
  public static String duration(long nanos) {
    if (nanos < MICRO) return nanos + " ns";
    if (nanos < MILLI) return short3(nanos, MICRO) + " µs";
    if (nanos < SECOND) return short3(nanos, MILLI) + " ms";
    if (nanos < MINUTE) return short3(nanos, SECOND) + " s";
    if (nanos < HOUR) return nanos / MINUTE + " min " + nanos % MINUTE / SECOND + " s";
    return nanos / HOUR + " h " + nanos % HOUR / MINUTE + " min";
  }

  private static String short3(long value, long unit) {
    return value < 10 * unit ? String.format(Locale.ROOT, "%.1f", Math.floor(10.0 * value / unit) / 10)
        : Long.toString(value / unit);
  }

  /// So many things: `1 task`, `3 tasks`.
  public static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  /// Hundredths as a whole number: `57 %`.
  public static String percent(double share) {
    return Math.round(100 * share) + " %";
  }
}
