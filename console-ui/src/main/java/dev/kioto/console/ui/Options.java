package dev.kioto.console.ui;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the command line asks for.
sealed interface Options {
  String USAGE = """
      Usage: kioto-console-ui [--server URL] [HOST:PORT]

      Opens the console's window.

        --server URL  the console server to show, like http://127.0.0.1:7070;
                      without it the window starts a server of its own
        HOST:PORT     a program to attach to, like 127.0.0.1:6669
        --help        this text""";

  /// Opens the window.
  ///
  /// @param server the server to show; null for one of its own
  /// @param target a program to attach to, as `host:port`; null for none
  record Start(@Nullable URI server, @Nullable String target) implements Options {}

  /// Prints the usage.
  record Help(String text) implements Options {}

  /// Something was not understood.
  record Wrong(String message) implements Options {}

  /// Reads the command line.
  static Options parse(String... args) {
    var left = new ArrayDeque<>(List.of(args));
    URI server = null;
    String target = null;
    while (!left.isEmpty()) {
      var arg = left.removeFirst();
      if (arg.equals("--help") || arg.equals("-h")) {
        return new Help(USAGE);
      } else if (arg.equals("--server") || arg.startsWith("--server=")) {
        var value = arg.startsWith("--server=") ? arg.substring("--server=".length()) : left.pollFirst();
        server = value == null ? null : address(value);
        if (server == null) {
          return new Wrong("--server needs the address of a console server, like http://127.0.0.1:7070"
              + (value == null ? "" : "; '" + value + "' is none"));
        }
      } else if (arg.startsWith("-")) {
        return new Wrong("Unknown option '" + arg + "'\n\n" + USAGE);
      } else if (target == null) {
        target = arg;
      } else {
        return new Wrong("One program can be named, not two: '" + target + "' and '" + arg + "'\n\n" + USAGE);
      }
    }
    return new Start(server, target);
  }

  private static @Nullable URI address(String text) {
    try {
      var uri = URI.create(text);
      return "http".equals(uri.getScheme()) && uri.getHost() != null ? uri : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
