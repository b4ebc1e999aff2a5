package dev.kioto.demo.io;

import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.net.TcpStream;
import dev.kioto.time.Time;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The operations on the network that a program which embeds a language offers to its scripts. A script knows a connection by its
/// number alone. After `op_net_connect_tcp` of Deno.
final class NetOps implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  /// What a script is told of a connection.
  ///
  /// @param id by which it asks for it
  record Connected(int id, @Nullable InetSocketAddress local, InetSocketAddress remote) {}

  private final Permissions permissions;
  private final Map<Integer, TcpStream> connections = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();

  NetOps(Permissions permissions) {
    this.permissions = permissions;
  }

  /// Connects to a host by its name. The name is checked before anybody is asked for its address.
  ///
  /// The future throws [Permissions.PermissionDenied], [java.io.UncheckedIOException] when no address of it can be connected to, and
  /// [dev.kioto.time.ElapsedException] when that takes too long.
  Future<Connected> connect(String host, int port) {
    try {
      permissions.checkNet(host, port);
    } catch (Permissions.PermissionDenied e) {
      return Futures.failed(e);
    }
    return Futures.map(Time.timeout(LIMIT, TcpStream.connect(host, port)), this::add);
  }

  private Connected add(TcpStream stream) {
    int id = ids.incrementAndGet();
    connections.put(id, stream);
    return new Connected(id, stream.localAddress(), stream.peerAddress());
  }

  /// Closes a connection.
  ///
  /// @throws IllegalArgumentException when the script has none of that number
  void close(int id) {
    var stream = connections.remove(id);
    if (stream == null) throw new IllegalArgumentException("there is no connection " + id);
    stream.close();
  }

  /// Connections that the scripts have.
  int size() {
    return connections.size();
  }

  /// Closes all of them: the script has ended.
  @Override
  public void close() {
    connections.values().forEach(TcpStream::close);
    connections.clear();
  }
}
