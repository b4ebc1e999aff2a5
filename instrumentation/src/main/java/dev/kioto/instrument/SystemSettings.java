package dev.kioto.instrument;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Settings from system properties, and from environment variables where there is no such property: `KIOTO_CONSOLE_BIND`
/// is `kioto.console.bind`. One that is absent or empty changes nothing; one that cannot be read is refused by a message
/// that names it, its value (unless it is a secret), and what would be right.
final class SystemSettings {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,15})(ms|s|m|h)");
  /// The collector may have many programs to tell, so that its variable has a name without the console's.
  private static final Map<String, String> OTHER_NAMES = Map.of("KIOTO_CONSOLE_DIAL", "KIOTO_COLLECTOR");
  private static final Pattern ADDRESS = Pattern.compile("(?:\\[([^]]+)]|([^:]+)):(\\d{1,5})");

  private final Properties properties;
  private final Map<String, String> environment;

  SystemSettings(Properties properties, Map<String, String> environment) {
    this.properties = properties;
    this.environment = environment;
  }

  void text(String key, Consumer<String> setter) {
    read(key, false, setter);
  }

  /// A text that no message shows.
  void secret(String key, Consumer<String> setter) {
    read(key, true, setter);
  }

  /// A secret that is the first line of a file, without the blanks around it.
  void secretFile(String key, Consumer<String> setter) {
    path(key, file -> setter.accept(firstLine(file)));
  }

  void path(String key, Consumer<Path> setter) {
    text(key, value -> {
      Path path;
      try {
        path = Path.of(value);
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException("not a path: " + e.getReason(), e);
      }
      setter.accept(path);
    });
  }

  void flag(String key, Consumer<Boolean> setter) {
    text(key, value -> setter.accept(switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "1" -> true;
      case "false", "off", "no", "0" -> false;
      default -> throw new IllegalArgumentException("not on or off");
    }));
  }

  void integer(String key, IntConsumer setter) {
    text(key, value -> {
      int number;
      try {
        number = Integer.parseInt(value.strip());
      } catch (NumberFormatException _) {
        throw new IllegalArgumentException("not a number");
      }
      setter.accept(number);
    });
  }

  void decimal(String key, DoubleConsumer setter) {
    text(key, value -> {
      double number;
      try {
        number = Double.parseDouble(value.strip());
      } catch (NumberFormatException _) {
        throw new IllegalArgumentException("not a number such as 0.25");
      }
      setter.accept(number);
    });
  }

  void duration(String key, Consumer<Duration> setter) {
    text(key, value -> {
      Matcher matcher = DURATION.matcher(value.strip());
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
    text(key, value -> splitAddress(value, setter));
  }

  /// Takes `host:port` apart.
  ///
  /// @throws IllegalArgumentException when it is not that
  static void splitAddress(String value, AddressSetter setter) {
    Matcher matcher = ADDRESS.matcher(value.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not host:port, such as 127.0.0.1:6669");
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    setter.set(host, Integer.parseInt(matcher.group(3)));
  }

  private void read(String key, boolean secret, Consumer<String> setter) {
    String value = properties.getProperty(key, "");
    String source = "-D" + key;
    if (value.isEmpty()) {
      source = key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
      value = environment.getOrDefault(source, "");
    }
    if (value.isEmpty() && OTHER_NAMES.containsKey(source)) {
      source = OTHER_NAMES.get(source);
      value = environment.getOrDefault(source, "");
    }
    if (!value.isEmpty()) {
      apply(secret ? source : source + "=" + value, value, setter);
    }
  }

  private static void apply(String source, String value, Consumer<String> setter) {
    try {
      setter.accept(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
  }

  private static String firstLine(Path file) {
    try (var reader = Files.newBufferedReader(file)) {
      String line = reader.readLine();
      if (line == null || line.isBlank()) {
        throw new IllegalArgumentException("the first line of this file is empty: must be a token");
      }
      return line.strip();
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException("not a file of text", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be read: " + e, e);
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
