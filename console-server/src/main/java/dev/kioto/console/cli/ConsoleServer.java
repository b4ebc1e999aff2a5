package dev.kioto.console.cli;

import java.net.URI;

/// The collector and the web API, running in this process.
interface ConsoleServer extends AutoCloseable {

  /// Where the web API answers: `http://host:port`, with the port that was bound.
  URI uri();

  /// Watches a program, trying until it answers and again when it is lost.
  ///
  /// @param address `host:port` of its instrumentation
  void watch(String address);

  /// Stops both. Harmless when they are stopped already.
  @Override
  void close();
}
