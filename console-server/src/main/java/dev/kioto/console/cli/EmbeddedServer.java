package dev.kioto.console.cli;

import dev.kioto.console.store.StoreException;
import dev.kioto.console.web.ConsoleServer;
import java.io.IOException;
import java.io.PrintWriter;
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
    return startBare(ConsoleServer.builder().host(host).port(port));
  }

  /// The same for a window, which shows the past and makes recordings: it keeps its data in a folder, or nothing when another server has that
  /// folder, or it cannot be read.
  ///
  /// @param data null to keep nothing
  static ConsoleServer startForWindow(int port, @Nullable Path data, PrintWriter err) {
    var host = ServerOptions.LOOPBACK;
    if (data == null) return start(host, port);
    try {
      return start(ConsoleServer.builder().host(host).port(port).data(data));
    } catch (StoreException e) {
      err.println("kioto: " + e.getMessage() + ". The window shows no past and makes no recordings.");
      err.flush();
      return start(host, port);
    }
  }

  /// The same, with more settings but without a data folder.
  static ConsoleServer startBare(ConsoleServer.Builder server) {
    try {
      return start(server);
    } catch (StoreException e) {
      throw new IllegalStateException("a server without a data folder has no store", e);
    }
  }

  /// The same, with more settings.
  ///
  /// @throws StoreException if it cannot have its data folder
  static ConsoleServer start(ConsoleServer.Builder server) throws StoreException {
    try {
      return server.start();
    } catch (StoreException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitStatus.USAGE, String.valueOf(e.getMessage()));
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
