package dev.kioto.console.diagnosis;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/// A number that decides what a detector finds, and that can be set.
///
/// @param name unique in its detector: `warn`, `critical`
/// @param meaning what it is compared with, as half a sentence
/// @param standard unless it is set
/// @param least what it can be set to
/// @param most what it can be set to
public record Threshold(String name, String meaning, Unit unit, long standard, long least, long most) {

  private static final Pattern NUMBER = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)\\s*(ns|us|ms|s|m|h|%|)");
  private static final long DAY = 24 * 3600 * 1_000_000_000L;

  public Threshold {
    if (standard < least || standard > most) {
      throw new IllegalArgumentException(name + " is from " + least + " to " + most + ", and not " + standard);
    }
  }

  /// A time, from a microsecond to a day.
  public static Threshold nanos(String name, String meaning, long standard) {
    return new Threshold(name, meaning, Unit.NANOS, standard, 1_000, DAY);
  }

  /// A number of things, from 1 to a thousand million.
  public static Threshold count(String name, String meaning, long standard) {
    return new Threshold(name, meaning, Unit.COUNT, standard, 1, 1_000_000_000);
  }

  /// Hundredths, from 1 to 100.
  public static Threshold percent(String name, String meaning, long standard) {
    return new Threshold(name, meaning, Unit.PERCENT, standard, 1, 100);
  }

  /// Reads a value as people write it: a time with its unit (`200ms`), hundredths (`50` or `50%`), a number.
  ///
  /// @throws IllegalArgumentException if it is none, or not one that it can be set to; the message says what would be right
  public long parse(String text) {
    var match = NUMBER.matcher(text.strip().toLowerCase(Locale.ROOT));
    var factor = match.matches() ? factor(match.group(2)) : 0;
    if (factor > 0) {
      var value = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(factor));
      boolean isIn = value.compareTo(BigDecimal.valueOf(least)) >= 0 && value.compareTo(BigDecimal.valueOf(most)) <= 0;
      if (isIn && (unit == Unit.NANOS || value.stripTrailingZeros().scale() <= 0)) return value.longValue();
    }
    throw new IllegalArgumentException(
        "'" + (text.length() <= 100 ? text : text.substring(0, 100) + "...") + "' is not a '"
            + name + "': write " + switch (unit) {
              case NANOS ->
                  "a time from " + Say.duration(least) + " to 24 h with its unit (ns, us, ms, s, m, h), as in 200ms";
              case PERCENT -> "a whole number from " + least + " to " + most + ", as in 50%";
              case COUNT, PER_SECOND, BYTES, INSTANT -> "a whole number from " + least + " to " + most;
            });
  }

  /// What a number with that suffix is multiplied by; 0 when it makes no sense here.
  private long factor(String suffix) {
    if (unit != Unit.NANOS) return suffix.isEmpty() || (suffix.equals("%") && unit == Unit.PERCENT) ? 1 : 0;
    return switch (suffix) {
      case "ns" -> 1;
      case "us" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> 0;
    };
  }
}
