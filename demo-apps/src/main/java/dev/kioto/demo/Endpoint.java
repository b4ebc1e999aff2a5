package dev.kioto.demo;

import dev.kioto.probe.Probe;

/// The instrumentation of a demo.
final class Endpoint implements AutoCloseable {

  /// The port that consoles attach to is taken.
  static final class PortInUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PortInUseException(int port) {
      super("port " + port + " on 127.0.0.1 is in use: choose another by --instrument-port, 0 for any that is free");
    }
  }

  static Endpoint open(String name, int port) {
    return new Endpoint();
  }

  Probe probe() {
    return Probe.NONE;
  }

  int port() {
    return 0;
  }

  @Override
  public void close() {}
}
