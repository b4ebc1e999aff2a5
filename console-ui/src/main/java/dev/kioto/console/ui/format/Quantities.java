package dev.kioto.console.ui.format;

import java.util.Locale;

/// Writes values by the unit that the API names: `ns`, `1/s`, `share`, `bytes`, `bytes/s`, `processors`, or none. Thread-safe.
public final class Quantities {
  private static final double MOST_DECIMALS = 0.995;

  private Quantities() {}

  /// The value with its unit: `1.20 ms`, `41.2 k /s`, `97 %`, `3.10 MB`. A unit that is not known stands as it is.
  public static String text(double value, String unit) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    if (value < 0) {
      return '−' + text(-value, unit);
    }
    return switch (unit) {
      case "ns" -> Durations.text(Math.round(value));
      case "1/s" -> count(value) + " /s";
      case "share" -> percent(value);
      case "bytes" -> bytes(value);
      case "bytes/s" -> bytes(value) + "/s";
      case "" -> count(value);
      default -> count(value) + ' ' + unit;
    };
  }

  /// A difference with its sign: `+1.20 ms`, `−3 /s`.
  public static String difference(double value, String unit) {
    return value < 0 ? text(value, unit) : '+' + text(value, unit);
  }

  /// A share with its sign, as a percentage: `+11 %`, `−0.4 %`.
  public static String change(double share) {
    double percent = 100 * Math.abs(share);
    var number = percent >= 9.95 ? Counts.text(Math.round(percent)) : String.format(Locale.ROOT, "%.1f", percent);
    return (share < 0 ? '−' : '+') + number + " %";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * share);
  }

  private static String bytes(double value) {
    return value < 1_000 ? Math.round(value) + " B" : value < 9_999.5
        ? String.format(Locale.ROOT, "%.2f kB", value / 1_000) : Counts.compact(value) + 'B';
  }

  private static String count(double value) {
    if (value == 0 || value >= MOST_DECIMALS) {
      return value < 9.995 && value != Math.rint(value) ? String.format(Locale.ROOT, "%.2f", value)
          : Counts.compact(value);
    }
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
