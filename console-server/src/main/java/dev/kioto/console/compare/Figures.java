package dev.kioto.console.compare;

import dev.kioto.console.text.Units;
import java.util.Locale;

/// Figures of measures as people read them.
public final class Figures {

  private static final long[] BYTES = {1L << 30, 1L << 20, 1L << 10};
  private static final String[] BYTE_UNITS = {"GiB", "MiB", "KiB"};

  private Figures() {}

  /// A value in its unit: `1.23ms`, `14.2k/s`, `85.1 %`, `213 MiB`.
  ///
  /// @param unit of a [dev.kioto.console.api.lab.Measure]
  public static String of(double value, String unit) {
    if (value < 0) return "-" + of(-value, unit);
    return switch (unit) {
      case "ns" -> Units.nanos(Math.round(value));
      case "1/s" -> number(value) + "/s";
      case "share" -> percent(value);
      case "bytes" -> bytes(value);
      case "bytes/s" -> bytes(value) + "/s";
      case "processors" -> number(value) + (value == 1 ? " processor" : " processors");
      default -> number(value);
    };
  }

  /// Three digits: `0.0123`, `4.56`, `789`, `12.3k`, `4.5M`.
  static String number(double value) {
    if (value >= 1e9) return digits(value / 1e9) + "G";
    if (value >= 1e6) return digits(value / 1e6) + "M";
    if (value >= 1e4) return digits(value / 1e3) + "k";
    return digits(value);
  }

  private static String digits(double value) {
    if (value == Math.rint(value) && value < 10_000) return String.valueOf((long) value);
    int after = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + after + "f", value);
  }

  private static String bytes(double value) {
    for (int i = 0; i < BYTES.length; i++) {
      if (value >= BYTES[i]) return digits(value / BYTES[i]) + " " + BYTE_UNITS[i];
    }
    return digits(value) + " B";
  }

  /// A share: `12.3 %`.
  static String percent(double share) {
    double hundredths = share * 100;
    return String.format(Locale.ROOT, hundredths >= 100 ? "%.0f %%" : "%.1f %%", hundredths);
  }

  /// The same with its sign.
  public static String signedPercent(double share) {
    return (share < 0 ? "-" : "+") + percent(Math.abs(share));
  }

  static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
