package dev.kioto.console.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What can be said of a JVM by the program that it was started with.
final class JavaHome {

  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"([^\"]{1,40})\".*");

  private JavaHome() {}

  /// Whether it is the program `java`.
  static boolean isJava(String command) {
    var file = Path.of(command).getFileName();
    return file != null && (file.toString().equals("java") || file.toString().equals("java.exe"));
  }

  /// The version of the JDK that the program is of; null when it does not say.
  static @Nullable String version(String command) {
    var bin = Path.of(command).getParent();
    if (bin == null || bin.getParent() == null) return null;
    try (var lines = Files.lines(bin.getParent().resolve("release"))) {
      return lines.map(VERSION::matcher).filter(match -> match.matches()).map(match -> match.group(1)).findFirst()
          .orElse(null);
    } catch (IOException | java.io.UncheckedIOException _) {
      return null; // not a JDK's folder
    }
  }

  /// The first number of a version; 0 when there is none.
  static int feature(String version) {
    var digits = version.startsWith("1.") ? version.substring(2) : version;
    int end = 0;
    while (end < digits.length() && end < 4 && Character.isDigit(digits.charAt(end))) end++;
    return end == 0 ? 0 : Integer.parseInt(digits.substring(0, end));
  }
}
