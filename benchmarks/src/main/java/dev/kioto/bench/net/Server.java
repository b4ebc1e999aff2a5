package dev.kioto.bench.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A server that is measured, on a port of the loopback interface.
interface Server extends AutoCloseable {
  /// Connections that may wait to be accepted.
  int BACKLOG = 1024;

  /// Where to connect to.
  int port();

  /// Stops it, with its connections.
  @Override
  void close();

  /// Any free port of the loopback interface.
  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
