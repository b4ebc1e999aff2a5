package dev.kioto.console.ui;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the command line asks for.
sealed interface Options {
  String USAGE = """
      Usage: kioto-console-ui [--server URL] [--token-file FILE] [--authorities FILE] [HOST:PORT]

      Opens the console's window.

        --server URL  the console server to show, like http://127.0.0.1:7070;
                      without it the window starts a server of its own
        --token-file FILE   what to show that server, the file's first line
        --authorities FILE  trust an https: server whose certificate these have signed (PEM)
        HOST:PORT     a program to attach to, like 127.0.0.1:6669
        --help        this text""";

  /// Opens the window.
  ///
  /// @param server the server to show; null for one of its own
  /// @param target a program to attach to, as `host:port`; null for none
  /// @param tokenFile whose first line is shown to the server; null for nothing
  /// @param authorities whose signature makes a server known, in PEM; null for those that Java trusts
  record Start(@Nullable URI server, @Nullable String target, @Nullable Path tokenFile, @Nullable Path authorities)
      implements Options {}

  /// Prints the usage.
  record Help(String text) implements Options {}

  /// Something was not understood.
  record Wrong(String message) implements Options {}

  /// Reads the command line.
  static Options parse(String... args) {
    var left = new ArrayDeque<>(List.of(args));
    URI server = null;
    String target = null;
    Path tokenFile = null;
    Path authorities = null;
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
      } else if (arg.equals("--token-file") || arg.equals("--authorities")) {
        var value = left.pollFirst();
        if (value == null) return new Wrong(arg + " needs the name of a file");
        if (arg.equals("--token-file")) tokenFile = Path.of(value);
        else authorities = Path.of(value);
      } else if (arg.startsWith("-")) {
        return new Wrong("Unknown option '" + arg + "'\n\n" + USAGE);
      } else if (target == null) {
        target = arg;
      } else {
        return new Wrong("One program can be named, not two: '" + target + "' and '" + arg + "'\n\n" + USAGE);
      }
    }
    return new Start(server, target, tokenFile, authorities);
  }

  private static @Nullable URI address(String text) {
    try {
      var uri = URI.create(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null ? uri : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
