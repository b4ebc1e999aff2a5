package dev.kioto.net;

import dev.kioto.future.Future;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.Interest;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.ResourceType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A socket that takes connections. Any number of tasks may accept at a time. After Tokio's `net/tcp/listener.rs`.
public final class TcpListener implements AutoCloseable {
  private static final int BACKLOG = 1024; // Tokio's
  private static final ResourceType<TcpListener> TYPE = ResourceType.of("TcpListener", ResourceKind.IO,
      (listener, out) -> out.set("local", String.valueOf(listener.address)).set("accepted", listener.accepted.sum()));

  private final AsyncChannel<ServerSocketChannel> channel;
  private final InetSocketAddress address;
  private final LongAdder accepted = new LongAdder();

  private TcpListener(ServerSocketChannel socket) throws IOException {
    address = (InetSocketAddress) socket.getLocalAddress();
    channel = AsyncChannel.of(socket, true, this, TYPE);
  }

  /// Listens at an address of this machine. Port 0 is any that is free: [#localAddress] tells which. A port that was in use until
  /// just before can be had again.
  ///
  /// @throws java.io.UncheckedIOException when the port is in use, or the address is not this machine's
  /// @throws IllegalStateException when the calling thread belongs to no runtime, or to one without I/O
  public static TcpListener bind(InetSocketAddress address) {
    ServerSocketChannel socket = null;
    try {
      socket = ServerSocketChannel.open();
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      socket.bind(address, BACKLOG);
      return new TcpListener(socket);
    } catch (IOException e) {
      throw AsyncChannel.failed("TcpListener " + address, "bind", close(socket, e));
    } catch (RuntimeException | Error e) {
      close(socket, e);
      throw e;
    }
  }

  private static <E extends Throwable> E close(@Nullable ServerSocketChannel socket, E why) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    return why;
  }

  /// Waits for a connection. Takes budget; cancellation loses none: the next accept gets it.
  ///
  /// The future throws [java.io.UncheckedIOException] when the listener is closed, and when the system cannot take a connection
  /// now, as when no descriptor is free: the listener stays, and another accept may do better after a pause.
  public Future<TcpStream> accept() {
    return channel.io(Interest.READABLE, "TcpListener::accept", socket -> {
      var taken = socket.accept();
      if (taken == null) {
        return null;
      }
      accepted.increment();
      return TcpStream.accepted(taken);
    });
  }

  /// Where it listens.
  public InetSocketAddress localAddress() {
    return address;
  }

  /// The channel that this is made of.
  public AsyncChannel<ServerSocketChannel> channel() {
    return channel;
  }

  /// Stops to listen. Who waits in [#accept] fails; connections that were taken stay. Closing again does nothing.
  @Override
  public void close() {
    channel.close();
  }

  @Override
  public String toString() {
    return "TcpListener " + address;
  }
}
