package dev.kioto.net;

import dev.kioto.future.BriefLock;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.Interest;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.ResourceType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A socket that takes connections. Any number of tasks may accept at a time: `accept().await()` suspends a direct task, and blocks
/// any other thread. After Tokio's `net/tcp/listener.rs`.
public final class TcpListener implements AutoCloseable {
  private static final int BACKLOG = 1024; // Tokio's
  private static final ResourceType<TcpListener> TYPE = ResourceType.of("TcpListener", ResourceKind.IO,
      (listener, out) -> out.set("local", String.valueOf(listener.address)).set("accepted", listener.accepted.sum()));

  private final AsyncChannel<ServerSocketChannel> channel;
  private final InetSocketAddress address;
  private final List<Settings.Setting<?>> inherited;
  private final AsyncChannel.Wait accepting = new AsyncChannel.Wait();
  private final BriefLock lock = new BriefLock(); // around the channel's own, in which virtual threads may queue up
  private final LongAdder accepted = new LongAdder();

  private TcpListener(ServerSocketChannel socket, List<Settings.Setting<?>> inherited) throws IOException {
    this.inherited = inherited;
    address = (InetSocketAddress) socket.getLocalAddress();
    channel = AsyncChannel.of(socket, true, this, TYPE);
  }

  /// Listens at an address of this machine. Port 0 is any that is free: [#localAddress] tells which. A port that was in use until
  /// just before can be had again.
  ///
  /// @throws IllegalArgumentException when the address is not resolved
  /// @throws java.io.UncheckedIOException when the port is in use, or the address is not this machine's
  /// @throws IllegalStateException when the calling thread belongs to no runtime, or to one without I/O
  public static TcpListener bind(InetSocketAddress address) {
    var reuse = new Settings.Setting<>(StandardSocketOptions.SO_REUSEADDR, true);
    return listen(SocketOptions.resolved(address), BACKLOG, new Settings(address, List.of(reuse)));
  }

  /// Listens at an address of a host by its name, as [Net#lookupHost] knows it: at the first that can be had.
  ///
  /// The future throws [java.io.UncheckedIOException] when the name has no address, or none can be had, and
  /// [IllegalStateException] when it is polled by who belongs to no runtime, or to one without I/O.
  ///
  /// @param host a name or an address
  /// @throws IllegalArgumentException when the host is empty, or the port is not from 0 to 65,535
  public static Future<TcpListener> bind(String host, int port) {
    return Futures.map(Net.lookupHost(host, port),
        addresses -> Attempts.first("bind of a TcpListener to " + host + ":" + port, addresses, TcpListener::bind));
  }

  static TcpListener listen(InetSocketAddress address, int backlog, Settings settings) {
    String name = "TcpListener " + address;
    ServerSocketChannel socket = null;
    try {
      socket = ServerSocketChannel.open();
      var inherited = settings.apply(name, socket);
      socket.bind(address, backlog);
      return new TcpListener(socket, inherited);
    } catch (IOException e) {
      throw AsyncChannel.failed(name, "bind", SocketOptions.close(socket, e));
    } catch (RuntimeException | Error e) {
      SocketOptions.close(socket, e);
      throw e;
    }
  }

  /// Waits for a connection, which will belong to the runtime of who polls, or to the listener's when that has none. Takes budget;
  /// cancellation loses none: the next accept gets it.
  ///
  /// The future throws [java.io.UncheckedIOException] when the listener is closed, and when the system cannot take a connection
  /// now, as when no descriptor is free: the listener stays, and another accept may do better after a pause.
  public Future<TcpStream> accept() {
    return channel.io(Interest.READABLE, "TcpListener::accept", this::take);
  }

  /// Takes a connection that has come, without waiting.
  ///
  /// @return nothing when there is none
  /// @throws java.io.UncheckedIOException as [#accept]
  public Optional<TcpStream> tryAccept() {
    return channel.tryIo(Interest.READABLE, this::take);
  }

  /// [#accept] for futures of one's own. One task at a time accepts in this way.
  ///
  /// @return null when it is pending
  public @Nullable TcpStream pollAccept(Context cx) {
    return channel.pollIo(cx, accepting, Interest.READABLE, "TcpListener::accept", this::take);
  }

  private @Nullable TcpStream take(ServerSocketChannel socket) throws IOException {
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
    var stream = TcpStream.accepted(taken, channel);
    try {
      inherited.forEach(setting -> setting.apply(stream, taken));
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
    return stream;
  }

  /// Sets an option of [StandardSocketOptions] or `jdk.net.ExtendedSocketOptions`.
  ///
  /// @throws IllegalArgumentException when the value is out of its range
  /// @throws UnsupportedOperationException when a listener has no such option on this system
  /// @throws java.io.UncheckedIOException when the listener is closed, or the system refuses
  public <T> void setOption(SocketOption<T> option, T value) {
    SocketOptions.set(this, channel.channel(), option, value);
  }

  /// The value of an option, see [#setOption].
  public <T> T option(SocketOption<T> option) {
    return SocketOptions.get(this, channel.channel(), option);
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
