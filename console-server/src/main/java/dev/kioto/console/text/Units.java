package dev.kioto.console.text;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Durations as people write and read them.
public final class Units {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private Units() {}

  /// Reads `500ms`, `20s`, `5m` or `1h`.
  ///
  /// @throws IllegalArgumentException if the text is none of these, or no time at all
  public static Duration parse(String text) {
    var match = DURATION.matcher(text);
    if (match.matches()) {
      long count = Long.parseLong(match.group(1));
      var duration = switch (match.group(2)) {
        case "ms" -> Duration.ofMillis(count);
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        default -> Duration.ofHours(count);
      };
      if (duration.isPositive()) return duration;
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a duration: write a number above 0 and ms, s, m or h, like 20s");
  }

  /// Nanoseconds in at most six characters: `850ns`, `12.3us`, `4.56ms`, `1.23s`, `2m05s`, `3h12m`, `12d03h`.
  public static String nanos(long nanos) {
    if (nanos < 1_000) return nanos + "ns";
    if (nanos < 1_000_000) return threeDigits(nanos, 1_000) + "us";
    if (nanos < 1_000_000_000) return threeDigits(nanos, 1_000_000) + "ms";
    if (nanos < 60_000_000_000L) return threeDigits(nanos, 1_000_000_000) + "s";
    long seconds = nanos / 1_000_000_000;
    if (seconds < 3600) return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
    if (seconds < 86_400) return String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds / 60 % 60);
    return String.format(Locale.ROOT, "%dd%02dh", seconds / 86_400, seconds / 3600 % 24);
  }

  /// A count per second: `0`, `412`, `12.3k`, `4.56M`.
  public static String rate(double perSecond) {
    long count = (long) perSecond;
    if (count < 1_000) return String.valueOf(count);
    return count < 1_000_000 ? threeDigits(count, 1_000) + "k" : threeDigits(count, 1_000_000) + "M";
  }

  // Cut, not rounded: 999.96 must not become four digits. In whole numbers: a double of 4.56 is less than that.
  private static String threeDigits(long value, long unit) {
    long whole = value / unit;
    if (whole >= 100) return String.valueOf(whole);
    long rest = value % unit;
    if (whole >= 10) return whole + "." + rest * 10 / unit;
    return String.format(Locale.ROOT, "%d.%02d", whole, rest * 100 / unit);
  }
}
