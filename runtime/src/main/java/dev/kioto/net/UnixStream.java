package dev.kioto.net;

import dev.kioto.future.Future;
import dev.kioto.future.Tuple;
import dev.kioto.io.AsyncChannel;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.ResourceType;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.net.ExtendedSocketOptions;

/// A connection within this machine, to a socket that is known by its path: see [SocketStream] for reading and writing. After
/// Tokio's `net/unix/stream.rs`.
///
/// The JDK has stream sockets of this kind with a path or without a name. There are none for datagrams, and no abstract names.
public final class UnixStream extends SocketStream {
  private static final ResourceType<UnixStream> TYPE = ResourceType.of("UnixStream", ResourceKind.IO,
      (stream, out) -> out.set("path", stream.path.toString()).set("bytes_read", stream.bytesRead(), "bytes")
          .set("bytes_written", stream.bytesWritten(), "bytes"));

  private final Path path;
  private final String name;

  private UnixStream(SocketChannel socket, Path path, String name) {
    this.path = path;
    this.name = name;
    super(socket, true, TYPE);
  }

  private UnixStream(SocketChannel socket, Path path, AsyncChannel<?> listener) {
    this.path = path;
    name = "UnixStream at " + path;
    super(socket, listener, TYPE);
  }

  /// One that was accepted.
  static UnixStream accepted(SocketChannel socket, Path path, AsyncChannel<?> listener) {
    try {
      return new UnixStream(socket, path, listener);
    } catch (Throwable e) {
      SocketOptions.close(socket, e);
      throw e;
    }
  }

  private static UnixStream of(SocketChannel socket, Path path, String name) {
    try {
      return new UnixStream(socket, path, name);
    } catch (Throwable e) {
      SocketOptions.close(socket, e);
      throw e;
    }
  }

  /// Connects to who listens at a path. The attempt is made, and is over, with the first poll.
  ///
  /// The future throws [java.io.UncheckedIOException] when there is no such socket, when nobody listens at it or more wait for
  /// an accept than the listener lets, and when access is denied.
  ///
  /// @throws IllegalArgumentException when the path is of another file system than the default one
  public static Future<UnixStream> connect(Path path) {
    var address = UnixDomainSocketAddress.of(path);
    return new UnixConnect(address);
  }

  // The system knows no attempt that takes time: it succeeds or fails at once.
  static UnixStream open(UnixDomainSocketAddress address) {
    String name = "UnixStream to " + address.getPath();
    SocketChannel socket = null;
    try {
      socket = SocketChannel.open(StandardProtocolFamily.UNIX);
      socket.configureBlocking(false);
      if (!socket.connect(address)) {
        throw new IOException("too many wait to be accepted");
      }
    } catch (IOException e) {
      throw AsyncChannel.failed(name, "connect", SocketOptions.close(socket, e));
    } catch (RuntimeException | Error e) {
      SocketOptions.close(socket, e);
      throw e;
    }
    return of(socket, address.getPath(), name);
  }

  /// Two streams that are connected with each other. They come about by way of a socket in a folder of its own among the system's
  /// temporary files, of which nothing is left when this returns: so it works with files, for a moment.
  ///
  /// @throws java.io.UncheckedIOException when such a folder or socket cannot be made
  /// @throws IllegalStateException when the calling thread belongs to no runtime, or to one without I/O
  public static Tuple.Two<UnixStream, UnixStream> pair() {
    try {
      var folder = Files.createTempDirectory("kioto");
      var path = folder.resolve("pair");
      try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        var address = UnixDomainSocketAddress.of(path);
        listener.bind(address, 1);
        var first = open(address);
        return new Tuple.Two<>(first, other(listener, first, path));
      } finally {
        Files.deleteIfExists(path);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw AsyncChannel.failed("UnixStream", "pair", e);
    }
  }

  // The folder is open to its owner alone, so nobody else comes in between.
  private static UnixStream other(ServerSocketChannel listener, UnixStream first, Path path) throws IOException {
    try {
      return of(listener.accept(), path, "UnixStream at " + path);
    } catch (Throwable e) {
      first.close();
      throw e;
    }
  }

  @Override
  String typeName() {
    return "UnixStream";
  }

  /// Takes the stream apart, for a task that reads and another one that writes. The stream itself is for its options from then on,
  /// until [OwnedReadHalf#reunite].
  public Halves<UnixStream> split() {
    return Halves.of(this);
  }

  /// Who is at the other side, as the system took it down when the connection was made.
  ///
  /// @throws UnsupportedOperationException where the system does not tell
  /// @throws java.io.UncheckedIOException when the stream is closed
  public UCred peerCredentials() {
    var principal = option(ExtendedSocketOptions.SO_PEERCRED);
    return new UCred(principal.user(), principal.group());
  }

  /// The path of the listener that it came about by, on either side.
  public Path path() {
    return path;
  }

  @Override
  public String toString() {
    return name;
  }
}
