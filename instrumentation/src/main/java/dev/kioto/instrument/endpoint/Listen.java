package dev.kioto.instrument.endpoint;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/// Where consoles may come to.
public sealed interface Listen {
  /// A port.
  ///
  /// @param host as it was given, for people
  /// @param address port 0 picks a free one
  record Port(String host, InetSocketAddress address) implements Listen {}

  /// A Unix socket, which only the program's user may open.
  record UnixSocket(Path path) implements Listen {}

  /// They cannot come.
  record Nowhere() implements Listen {}
}
