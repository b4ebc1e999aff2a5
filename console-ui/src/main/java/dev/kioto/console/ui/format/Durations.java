package dev.kioto.console.ui.format;

import java.util.Locale;

/// Writes lengths of time with three significant digits and a unit, as tokio-console does: `3.21 s`, `140 ms`,
/// `54.5 µs`, `640 ns`; above a minute `20.1 m`, `3.50 h`, `12.0 d`. Thread-safe.
public final class Durations {
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long[] SIZES = {1, MICRO, MILLI, SECOND, MINUTE, HOUR, DAY};
  private static final String[] UNITS = {"ns", "µs", "ms", "s", "m", "h", "d"};

  private Durations() {}

  /// The text of a length of time in nanoseconds. Negative lengths (clocks that disagree) are shown as `0 ns`.
  public static String text(long nanos) {
    return write(nanos, false);
  }

  /// As [#text(long)], with the unit filled to two characters, so that right-aligned cells in a monospaced face have
  /// their digits under each other.
  public static String cell(long nanos) {
    return write(nanos, true);
  }

  private static String write(long nanos, boolean padded) {
    long value = Math.max(0, nanos);
    int unit = unitOf(value);
    var digits = digits(value, unit);
    // Rounding may reach the next unit: 999.96 ms is 1.00 s.
    if (unit < UNITS.length - 1 && Double.parseDouble(digits) * SIZES[unit] >= SIZES[unit + 1]) {
      unit++;
      digits = digits(SIZES[unit], unit);
    }
    var name = UNITS[unit];
    return digits + ' ' + name + (padded && name.length() == 1 ? " " : "");
  }

  private static int unitOf(long nanos) {
    int unit = 0;
    while (unit < SIZES.length - 1 && nanos >= SIZES[unit + 1]) {
      unit++;
    }
    return unit;
  }

  private static String digits(long nanos, int unit) {
    if (unit == 0) {
      return Long.toString(nanos);
    }
    double value = (double) nanos / SIZES[unit];
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
