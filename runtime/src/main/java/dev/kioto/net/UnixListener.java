package dev.kioto.net;

import dev.kioto.future.BriefLock;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.Interest;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.ResourceType;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A socket that takes connections within this machine, at a path. Any number of tasks may accept at a time:
/// `accept().await()` suspends a direct task, and blocks any other thread. After Tokio's `net/unix/listener.rs`.
///
/// The bind makes a file, and nothing deletes it: neither the close nor the end of the program. Who listens there again deletes it
/// before, when it is sure that nobody does now; who must not be in the way of others deletes it after the close. Who may write
/// to the file may connect.
public final class UnixListener implements AutoCloseable {
  private static final int BACKLOG = 1024; // Tokio's
  private static final ResourceType<UnixListener> TYPE = ResourceType.of("UnixListener", ResourceKind.IO,
      (listener, out) -> out.set("path", listener.path.toString()).set("accepted", listener.accepted.sum()));

  private final AsyncChannel<ServerSocketChannel> channel;
  private final Path path;
  private final AsyncChannel.Wait accepting = new AsyncChannel.Wait();
  private final BriefLock lock = new BriefLock(); // around the channel's own, in which virtual threads may queue up
  private final LongAdder accepted = new LongAdder();

  private UnixListener(ServerSocketChannel socket, Path path) {
    this.path = path;
    channel = AsyncChannel.of(socket, true, this, TYPE);
  }

  /// Listens at a path, where there must be nothing yet.
  ///
  /// @throws IllegalArgumentException when the path is of another file system than the default one
  /// @throws java.io.UncheckedIOException when there is something at the path, its folder is missing or not to be written to, or
  ///     it has more than about a hundred characters
  /// @throws IllegalStateException when the calling thread belongs to no runtime, or to one without I/O
  public static UnixListener bind(Path path) {
    var address = UnixDomainSocketAddress.of(path);
    ServerSocketChannel socket = null;
    try {
      socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      socket.bind(address, BACKLOG);
    } catch (IOException e) {
      throw AsyncChannel.failed("UnixListener at " + path, "bind", SocketOptions.close(socket, e));
    }
    try {
      return new UnixListener(socket, path);
    } catch (RuntimeException | Error e) {
      SocketOptions.close(socket, e);
      path.toFile().delete(); // it is the one that was made here
      throw e;
    }
  }

  /// Waits for a connection, which will belong to the runtime of who polls, or to the listener's when that has none. Takes budget;
  /// cancellation loses none: the next accept gets it.
  ///
  /// The future throws [java.io.UncheckedIOException] when the listener is closed, and when the system cannot take a connection
  /// now, as when no descriptor is free: the listener stays, and another accept may do better after a pause.
  public Future<UnixStream> accept() {
    return channel.io(Interest.READABLE, "UnixListener::accept", this::take);
  }

  /// Takes a connection that has come, without waiting.
  ///
  /// @return nothing when there is none
  /// @throws java.io.UncheckedIOException as [#accept]
  public Optional<UnixStream> tryAccept() {
    return channel.tryIo(Interest.READABLE, this::take);
  }

  /// [#accept] for futures of one's own. One task at a time accepts in this way.
  ///
  /// @return null when it is pending
  public @Nullable UnixStream pollAccept(Context cx) {
    return channel.pollIo(cx, accepting, Interest.READABLE, "UnixListener::accept", this::take);
  }

  private @Nullable UnixStream take(ServerSocketChannel socket) throws IOException {
    SocketChannel taken;
    lock.lock();
    try {
      taken = socket.accept();
    } finally {
      lock.unlock();
    }
    if (taken == null) {
      return null;
    }
    accepted.increment();
    return UnixStream.accepted(taken, path, channel);
  }

  /// Where it listens.
  public Path path() {
    return path;
  }

  /// The channel that this is made of.
  public AsyncChannel<ServerSocketChannel> channel() {
    return channel;
  }

  /// Stops to listen; the file stays. Who waits in [#accept] fails; connections that were taken stay. Closing again does nothing.
  @Override
  public void close() {
    channel.close();
  }

  @Override
  public String toString() {
    return "UnixListener at " + path;
  }
}
