package dev.kioto.scheduler;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How the values of a kind of setting are written. What is written is read as the same value.
///
/// @param <T> the kind of value
/// @param wanted what is right, after "must be"
/// @param reader throws a runtime exception for what is wrong
record SettingSyntax<T>(String wanted, Function<String, T> reader, Function<T, String> writer) {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18})(ns|us|µs|ms|s|m|h)");
  private static final Pattern SECONDS = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
  private static final Duration MAX_NANOS = Duration.ofNanos(Long.MAX_VALUE);

  /// @param subject what has the value, for the message
  /// @throws IllegalArgumentException when the text is no value: the message names it and what would be right
  T read(String subject, String text) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new IllegalArgumentException(subject + " must be " + wanted + ", but is '" + text + "'", e);
    }
  }

  static SettingSyntax<String> text() {
    return new SettingSyntax<>("a text", text -> text, text -> text);
  }

  static SettingSyntax<Integer> integer() {
    return new SettingSyntax<>("a whole number", text -> Integer.valueOf(text.strip()), String::valueOf);
  }

  static SettingSyntax<Long> whole() {
    return new SettingSyntax<>("a whole number", text -> Long.valueOf(text.strip()), String::valueOf);
  }

  static SettingSyntax<Boolean> flag() {
    return new SettingSyntax<>("on or off", SettingSyntax::readFlag, on -> on ? "on" : "off");
  }

  private static Boolean readFlag(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "1" -> true;
      case "false", "off", "no", "0" -> false;
      default -> throw new IllegalArgumentException("neither");
    };
  }

  /// Of constants in kebab case.
  ///
  /// @param choices those that can be chosen; others may be written
  static <E extends Enum<E>> SettingSyntax<E> choice(List<E> choices) {
    String wanted = "one of " + choices.stream().map(SettingSyntax::kebab).collect(Collectors.joining(", "));
    return new SettingSyntax<>(wanted, text -> choices.stream()
        .filter(choice -> kebab(choice).equals(text.strip().toLowerCase(Locale.ROOT))).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("none of them")), SettingSyntax::kebab);
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The same with a word for one more value.
  SettingSyntax<T> or(String word, T value) {
    return new SettingSyntax<>(wanted + ", or " + word,
        text -> text.strip().equalsIgnoreCase(word) ? value : reader.apply(text),
        written -> value.equals(written) ? word : writer.apply(written));
  }

  // --- durations ---

  static SettingSyntax<Duration> duration() {
    return new SettingSyntax<>("a duration as 10ms, seconds (2.5) or an ISO-8601 duration (PT2.5S)",
        SettingSyntax::readDuration, SettingSyntax::write);
  }

  private static Duration readDuration(String given) {
    String text = given.strip();
    if (text.startsWith("P") || text.startsWith("p")) {
      return Duration.parse(text);
    }
    Matcher amount = AMOUNT.matcher(text);
    if (amount.matches()) {
      return of(Long.parseLong(amount.group(1)), amount.group(2));
    }
    if (!SECONDS.matcher(text).matches()) {
      throw new IllegalArgumentException("no duration");
    }
    return Duration.ofNanos(Math.round(Double.parseDouble(text) * 1e9));
  }

  private static Duration of(long amount, String unit) {
    return switch (unit) {
      case "ns" -> Duration.ofNanos(amount);
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofNanos(Math.multiplyExact(amount, 1_000));
    };
  }

  // In the largest unit that is exact.
  private static String write(Duration duration) {
    if (duration.isZero()) {
      return "0";
    }
    if (duration.isNegative() || duration.compareTo(MAX_NANOS) > 0) {
      return duration.toString();
    }
    long nanos = duration.toNanos();
    String[] units = {"ns", "us", "ms", "s", "m", "h"};
    long[] steps = {1_000, 1_000, 1_000, 60, 60};
    int unit = 0;
    while (unit < steps.length && nanos % steps[unit] == 0) {
      nanos /= steps[unit++];
    }
    return nanos + units[unit];
  }

  // --- histograms ---

  static SettingSyntax<Buckets> buckets() {
    return new SettingSyntax<>(
        "log, or log,MIN,MAX,ERROR (log,100ns,60s,0.25), or linear,WIDTH,COUNT (linear,100us,10)",
        text -> readBuckets(text.split(",", -1)), SettingSyntax::write);
  }

  private static Buckets readBuckets(String[] words) {
    String shape = words[0].strip().toLowerCase(Locale.ROOT);
    if (shape.equals("log") && words.length == 1) {
      return Buckets.Log.byDefault();
    }
    if (shape.equals("log") && words.length == 4) {
      return Buckets.Log.of(readDuration(words[1]).toNanos(), readDuration(words[2]).toNanos(),
          Double.parseDouble(words[3].strip()));
    }
    if (shape.equals("linear") && words.length == 3) {
      return new Buckets.Linear(readDuration(words[1]).toNanos(), Integer.parseInt(words[2].strip()));
    }
    throw new IllegalArgumentException("an unknown shape");
  }

  private static String write(Buckets buckets) {
    return switch (buckets) {
      case Buckets.Linear(long width, int count) -> join("linear", write(Duration.ofNanos(width)), count);
      case Buckets.Log log -> join("log", write(Duration.ofNanos(log.end(0))),
          write(Duration.ofNanos(log.start(log.count() - 1))), Math.scalb(1.0, -log.precision()));
    };
  }

  private static String join(Object... words) {
    var parts = new ArrayList<String>();
    for (var word : words) {
      parts.add(String.valueOf(word));
    }
    return String.join(",", parts);
  }
}
