package dev.kioto.console.filter;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the values of terms.
final class Values {

  private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(\\p{L}*)");
  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,30}(?:\\.\\d{1,30})?");
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private Values() {}

  static long durationNanos(Token.Term term) throws FilterSyntaxException {
    var match = DURATION.matcher(term.value());
    if (!match.matches()) throw error(term, "is not a duration: write a number and a unit, as in 5s or 1.5ms");
    var unit = match.group(2);
    long factor = switch (unit.toLowerCase(Locale.ROOT)) {
      case "ns" -> 1L;
      case "us", "µs", "μs" -> 1_000L; // the micro sign, and the Greek letter that looks like it
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m", "min" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> throw error(term, (unit.isEmpty() ? "has no unit" : "has the unknown unit '" + unit + "'")
          + ": units are ns, us, ms, s, m and h, as in 5s");
    };
    return new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(factor)).min(LONGEST).longValue();
  }

  static long count(Token.Term term) throws FilterSyntaxException {
    try {
      long count = Long.parseLong(term.value().replace("_", ""));
      if (count >= 0) return count;
    } catch (NumberFormatException _) {
      // said below
    }
    throw error(term, "is not a count: write a whole number from 0 up, as in 100");
  }

  static long id(Token.Term term) throws FilterSyntaxException {
    try {
      return Long.parseUnsignedLong(term.value());
    } catch (NumberFormatException _) {
      throw error(term, "is not an id: write a whole number, as in 17");
    }
  }

  static long instantNanos(Token.Term term) throws FilterSyntaxException {
    try {
      var instant = Instant.parse(term.value());
      return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    } catch (DateTimeException | ArithmeticException _) {
      throw error(term, "is not an instant: write date, time and Z, as in 2026-01-31T12:00:00Z");
    }
  }

  static BigDecimal decimal(Token.Term term) throws FilterSyntaxException {
    var number = decimalOrNull(term.value());
    if (number == null) throw error(term, "is not a number: write one as in 100, -3 or 2.5");
    return number;
  }

  /// A number of reasonable length, or null when the text is none.
  static @Nullable BigDecimal decimalOrNull(String text) {
    return DECIMAL.matcher(text).matches() ? new BigDecimal(text) : null;
  }

  private static FilterSyntaxException error(Token.Term term, String what) {
    return new FilterSyntaxException(term.valuePosition(),
        "'" + term.value() + "' at position " + term.valuePosition() + " " + what);
  }
}
