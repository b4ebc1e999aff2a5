package dev.kioto.console.cli;

import java.util.Locale;
import java.util.Map;

/// Whether a window can be shown.
final class Display {

  private Display() {}

  /// Whether this process can show a window: on Linux and its like if an X or Wayland display is named.
  static boolean exists() {
    return exists(System.getProperty("os.name", ""), System.getenv());
  }

  static boolean exists(String system, Map<String, String> environment) {
    var name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac") || name.startsWith("windows")) return true;
    return isSet(environment, "DISPLAY") || isSet(environment, "WAYLAND_DISPLAY");
  }

  private static boolean isSet(Map<String, String> environment, String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }
}
