package dev.kioto.console.cli;

import dev.kioto.console.web.ConsoleServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Starts the collector and the web API in this process.
final class EmbeddedServer {

  private EmbeddedServer() {}

  /// Starts both.
  ///
  /// @param port 0 for any that is free
  /// @throws CommandFailure if the server cannot listen there; the message says what to change
  static ConsoleServer start(String host, int port) {
    return start(host, port, null);
  }

  /// The same.
  ///
  /// @param data where to keep recordings; null to keep nothing on disk
  static ConsoleServer start(String host, int port, @Nullable Path data) {
    try {
      var server = ConsoleServer.builder().host(host).port(port);
      return (data == null ? server : server.data(data)).start();
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.FAILED, String.valueOf(e.getMessage()));
    }
  }

  /// The address of a server's web API without a slash at its end.
  static String address(URI server) {
    var text = server.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
