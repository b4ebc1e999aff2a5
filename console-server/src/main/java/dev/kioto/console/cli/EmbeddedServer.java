package dev.kioto.console.cli;

/// The collector and the web API, started in this process.
final class EmbeddedServer {

  private EmbeddedServer() {}

  /// Starts both.
  ///
  /// @param port 0 for any that is free
  /// @throws CommandFailure if the port cannot be bound
  static ConsoleServer start(String host, int port) {
    throw new CommandFailure(ExitStatus.FAILED, "no server can be started at " + host + ":" + port);
  }
}
