package dev.kioto.runtime;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/// Reads options from system properties, and refuses what it cannot read: a setting that is silently ignored would be
/// measured as if it had been made.
final class Settings {
  private Settings() {}

  static int integer(String key, int otherwise) {
    String value = System.getProperty(key);
    if (value == null) {
      return otherwise;
    }
    try {
      return Integer.parseInt(value.strip());
    } catch (NumberFormatException _) {
      throw invalid(key, value, "a whole number");
    }
  }

  static String text(String key, String otherwise) {
    return System.getProperty(key, otherwise);
  }

  static boolean flag(String key, boolean otherwise) {
    String value = System.getProperty(key);
    if (value == null) {
      return otherwise;
    }
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "1" -> true;
      case "false", "off", "no", "0" -> false;
      default -> throw invalid(key, value, "on or off");
    };
  }

  static Duration duration(String key, Duration otherwise) {
    String value = System.getProperty(key);
    if (value == null) {
      return otherwise;
    }
    try {
      String text = value.strip();
      return text.startsWith("P") || text.startsWith("p") ? Duration.parse(text)
          : Duration.ofNanos(Math.round(Double.parseDouble(text) * 1e9));
    } catch (DateTimeParseException | NumberFormatException _) {
      throw invalid(key, value, "seconds (2.5) or an ISO-8601 duration (PT2.5S)");
    }
  }

  private static IllegalArgumentException invalid(String key, String value, String wanted) {
    return new IllegalArgumentException("system property " + key + " must be " + wanted + ", but is '" + value + "'");
  }
}
