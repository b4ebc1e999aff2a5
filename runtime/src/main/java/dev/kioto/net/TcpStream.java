package dev.kioto.net;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.Interest;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.ResourceType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/// A connection to another socket by TCP: see [SocketStream] for reading and writing. After Tokio's `net/tcp/stream.rs`.
///
/// Of Tokio's options the JDK has no time to live. And a close never waits for what was written to be received: a channel that a
/// selector watches is closed at once whatever the linger time, so there is only [#setZeroLinger].
public final class TcpStream extends SocketStream {
  private static final ResourceType<TcpStream> TYPE = ResourceType.of("TcpStream", ResourceKind.IO,
      (stream, out) -> out.set("local", String.valueOf(stream.local)).set("peer", String.valueOf(stream.peer))
          .set("bytes_read", stream.bytesRead(), "bytes").set("bytes_written", stream.bytesWritten(), "bytes"));

  private final InetSocketAddress peer;

  // Written when the connection is there, before the stream is handed out.
  private @Nullable InetSocketAddress local;

  private TcpStream(SocketChannel socket, InetSocketAddress peer) {
    this.peer = peer;
    super(socket, false, TYPE);
  }

  private TcpStream(SocketChannel socket, AsyncChannel<?> listener) throws IOException {
    peer = (InetSocketAddress) socket.getRemoteAddress();
    local = (InetSocketAddress) socket.getLocalAddress();
    super(socket, listener, TYPE);
  }

  /// One that was accepted.
  static TcpStream accepted(SocketChannel socket, AsyncChannel<?> listener) throws IOException {
    try {
      return new TcpStream(socket, listener);
    } catch (Throwable e) {
      socket.close();
      throw e;
    }
  }

  /// Connects to an address. The attempt starts with the first poll; when it is given up the socket is closed.
  ///
  /// The future throws [java.io.UncheckedIOException] when the connection is refused or the address cannot be reached, which may
  /// take minutes to be found out: put it in a timeout. To set options before the attempt see [TcpSocket].
  ///
  /// @throws IllegalArgumentException when the address is not resolved
  public static Future<TcpStream> connect(InetSocketAddress address) {
    return new Connect(SocketOptions.resolved(address), Settings.NONE);
  }

  /// Connects to a host by its name, as [Net#lookupHost] knows it: to each of its addresses in turn until one takes the connection.
  /// When the future is given up the attempt that is under way is closed.
  ///
  /// The future throws [java.io.UncheckedIOException] when the name has no address, or none took the connection: its message
  /// says of each address why, and its suppressed exceptions are those of all but the last.
  ///
  /// @param host a name or an address
  /// @throws IllegalArgumentException when the host is empty, or the port is not from 0 to 65,535
  public static Future<TcpStream> connect(String host, int port) {
    return new ConnectHost(host + ":" + port, Net.lookupHost(host, port));
  }

  /// One whose attempt has started.
  static TcpStream connecting(SocketChannel socket, InetSocketAddress peer) {
    return new TcpStream(socket, peer);
  }

  @Override
  String typeName() {
    return "TcpStream";
  }

  // True when the attempt is over. By the wait of who made it.
  boolean pollConnected(Context cx, AsyncChannel.Wait wait) {
    while (true) {
      int event = channel().pollReady(cx, wait, Interest.WRITABLE);
      if (event == 0) {
        return false;
      }
      try {
        var socket = channel().channel();
        if (socket.finishConnect()) {
          channel().connected();
          local = (InetSocketAddress) socket.getLocalAddress();
          return true;
        }
      } catch (IOException e) {
        throw AsyncChannel.failed(this, "connect", e);
      }
      channel().clearReady(event, Interest.WRITABLE);
    }
  }

  /// Takes the stream apart, for a task that reads and another one that writes. The stream itself is for its addresses and options
  /// from then on, until [OwnedReadHalf#reunite].
  public Halves<TcpStream> split() {
    return Halves.of(this);
  }

  // --- options ---

  /// Sends small writes at once (true), or gathers them for as long as earlier ones are not acknowledged.
  public void setNoDelay(boolean noDelay) {
    setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
  }

  public boolean noDelay() {
    return option(StandardSocketOptions.TCP_NODELAY);
  }

  /// Resets the connection when it is closed (true): what is not sent yet is lost, and the other side sees a reset in place of the
  /// end. Else, as it is at first, the system sends it after the close.
  public void setZeroLinger(boolean zero) {
    setOption(StandardSocketOptions.SO_LINGER, zero ? 0 : -1);
  }

  public boolean zeroLinger() {
    return option(StandardSocketOptions.SO_LINGER) == 0;
  }

  /// Whether the other side is asked now and then if it is still there, when nothing else is sent: a connection whose other side has
  /// gone without a word fails then.
  public void setKeepAlive(boolean keepAlive) {
    setOption(StandardSocketOptions.SO_KEEPALIVE, keepAlive);
  }

  public boolean keepAlive() {
    return option(StandardSocketOptions.SO_KEEPALIVE);
  }

  /// When the other side is asked, and turns [#setKeepAlive] on.
  ///
  /// @param idle after how long a silence, at least 1 s; rounded down to seconds
  /// @param interval how long between two questions, at least 1 s; rounded down to seconds
  /// @param probes how many questions may stay without an answer, at least 1
  /// @throws IllegalArgumentException when one of them is less
  public void setKeepAlive(Duration idle, Duration interval, int probes) {
    setOption(ExtendedSocketOptions.TCP_KEEPIDLE, Settings.seconds("idle", idle));
    setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, Settings.seconds("interval", interval));
    setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, probes);
    setKeepAlive(true);
  }

  /// Acknowledges what comes at once (true), or with what is sent back before long. The system may return to the latter by itself.
  ///
  /// @throws UnsupportedOperationException on other systems than Linux
  public void setQuickAck(boolean quickAck) {
    setOption(ExtendedSocketOptions.TCP_QUICKACK, quickAck);
  }

  public boolean quickAck() {
    return option(ExtendedSocketOptions.TCP_QUICKACK);
  }

  // --- what it is ---

  /// The address of this side; null as long as the connection is not there.
  public @Nullable InetSocketAddress localAddress() {
    return local;
  }

  /// The address of the other side.
  public InetSocketAddress peerAddress() {
    return peer;
  }

  @Override
  public String toString() {
    return "TcpStream to " + peer;
  }
}
