package dev.kioto.instrument;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Settings from system properties. A property that is absent changes nothing; one that cannot be read is refused by a
/// message that names it, its value, and what would be right.
final class SystemSettings {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,15})(ms|s|m|h)");
  private static final Pattern ADDRESS = Pattern.compile("(?:\\[([^]]+)]|([^:]+)):(\\d{1,5})");

  private final Properties properties;

  SystemSettings(Properties properties) {
    this.properties = properties;
  }

  void text(String key, Consumer<String> setter) {
    String value = properties.getProperty(key);
    if (value != null) {
      apply(key, value, () -> setter.accept(value));
    }
  }

  void integer(String key, IntConsumer setter) {
    text(key, value -> {
      int number;
      try {
        number = Integer.parseInt(value);
      } catch (NumberFormatException _) {
        throw new IllegalArgumentException("not a number");
      }
      setter.accept(number);
    });
  }

  void duration(String key, Consumer<Duration> setter) {
    text(key, value -> {
      Matcher matcher = DURATION.matcher(value);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not a duration such as 500ms, 1s, 2m or 1h");
      }
      long amount = Long.parseLong(matcher.group(1));
      setter.accept(switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        default -> Duration.ofHours(amount);
      });
    });
  }

  void address(String key, AddressSetter setter) {
    text(key, value -> {
      Matcher matcher = ADDRESS.matcher(value);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not host:port, such as 127.0.0.1:6669");
      }
      String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      setter.set(host, Integer.parseInt(matcher.group(3)));
    });
  }

  private static void apply(String key, String value, Runnable setter) {
    try {
      setter.run();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("-D" + key + "=" + value + ": " + e.getMessage(), e);
    }
  }

  /// The main class or jar as it was started, without its folder; `java` when that is not known.
  String programName() {
    String command = properties.getProperty("sun.java.command", "").strip();
    int blank = command.indexOf(' ');
    String main = blank < 0 ? command : command.substring(0, blank);
    if (main.endsWith(".jar")) {
      Path file = Path.of(main).getFileName();
      return file == null ? main : file.toString();
    }
    return main.isEmpty() ? "java" : main;
  }

  /// Takes the two parts of an address.
  @FunctionalInterface
  interface AddressSetter {
    void set(String host, int port);
  }
}
