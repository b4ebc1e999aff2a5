package dev.kioto.console.cli;

import dev.kioto.console.store.StoreException;
import dev.kioto.console.web.ConsoleServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;

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

  /// The same with a history, so that its clients can look back as long as it runs: of a demo, which leaves nothing behind.
  static ConsoleServer startWithHistory(String host, int port) {
    return startBare(ConsoleServer.builder().host(host).port(port).temporaryData().lab(Installation.known()));
  }

  /// The server of a window: with a history that lasts, in the user's data folder; where that cannot be had, as when another server has it,
  /// in a temporary one, and `err` is told. Its lab runs commands.
  ///
  /// @param actToken which the window alone knows, so that no other user of the machine acts through it
  static ConsoleServer startForWindow(String actToken, PrintWriter err) {
    var builder = ConsoleServer.builder().host(ServerOptions.LOOPBACK).port(0).actToken(actToken)
        .lab(Installation.known()).labCommands(true);
    try {
      return start(builder.data(DataFolder.standard()));
    } catch (StoreException e) {
      err.println("kioto: " + e.getMessage() + ". What this window records and remembers goes when it is closed.");
      return startBare(builder.temporaryData());
    }
  }

  /// The same, with more settings, and nothing or what is temporary on disk.
  static ConsoleServer startBare(ConsoleServer.Builder server) {
    try {
      return start(server);
    } catch (StoreException e) {
      throw new CommandFailure(ExitStatus.FAILED, String.valueOf(e.getMessage()));
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
