package dev.kioto.net;

import dev.kioto.future.Future;
import java.net.InetSocketAddress;
import java.util.List;

/// What is not of one socket: names of hosts. After Tokio's `net/lookup_host.rs`.
public final class Net {
  private Net() {}

  /// Finds the addresses of a host. An address, as `127.0.0.1` or `::1`, is its own; a name is looked up by the JDK on the blocking
  /// pool of the runtime that polls first, one thread for each lookup at a time. The JDK remembers what it found for as long as
  /// its properties `networkaddress.cache.ttl` and `networkaddress.cache.negative.ttl` say.
  ///
  /// When the future is given up, a lookup that has begun goes on to its end, of which nobody is told.
  ///
  /// The future throws [java.io.UncheckedIOException] of [java.net.UnknownHostException] when the name has no address, or no
  /// answer came, and [IllegalStateException] when a name is polled for by who belongs to no runtime.
  ///
  /// @param port what the addresses are to have as their port
  /// @return at least one, in the order in which they are to be tried
  /// @throws IllegalArgumentException when the host is empty, or the port is not from 0 to 65,535
  public static Future<List<InetSocketAddress>> lookupHost(String host, int port) {
    return new Lookup(host, port);
  }
}
