package dev.kioto.console.ui.format;

import java.util.Locale;

/// Writes counts, rates and shares. Thread-safe.
public final class Counts {
  private static final double[] SIZES = {1e3, 1e6, 1e9, 1e12};
  private static final String[] UNITS = {"k", "M", "G", "T"};

  private Counts() {}

  /// The whole number with its thousands set apart: `104,318`.
  public static String text(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /// At most three significant digits and a unit from ten thousand on: `9,841`, `41.2 k`, `1.30 M`.
  public static String compact(double count) {
    if (count < 9_999.5) {
      return count < 99.95 && count != Math.rint(count) ? String.format(Locale.ROOT, "%.1f", count)
          : text(Math.round(count));
    }
    int unit = 0;
    while (unit < SIZES.length - 1 && count >= SIZES[unit + 1] * 0.9995) {
      unit++;
    }
    double value = count / SIZES[unit];
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value) + ' ' + UNITS[unit];
  }

  /// The share of a part in a whole: `12 %`, `0.4 %`, `<0.1 %`; `0 %` when the whole is 0.
  public static String share(long part, long whole) {
    if (whole <= 0 || part <= 0) {
      return "0 %";
    }
    double percent = 100.0 * part / whole;
    if (percent < 0.1) {
      return "<0.1 %";
    }
    return String.format(Locale.ROOT, percent < 9.95 ? "%.1f %%" : "%.0f %%", percent);
  }

  /// "1 task", "2 tasks": a count with its noun, whose plural takes an s.
  public static String of(long count, String noun) {
    return text(count) + ' ' + (count == 1 ? noun : noun + 's');
  }
}
