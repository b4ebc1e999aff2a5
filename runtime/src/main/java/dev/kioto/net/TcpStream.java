package dev.kioto.net;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.AsyncWrite;
import dev.kioto.io.Interest;
import dev.kioto.io.Ready;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.ResourceType;
import java.io.IOException;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// A connection to another socket. It is read by one task and written by one other, or by the same; more than one at a time for a
/// direction get what comes in no order that is promised.
///
/// Failures are [java.io.UncheckedIOException]: a reset by the other side, a use after the close. After Tokio's `net/tcp/stream.rs`.
public final class TcpStream implements AsyncRead, AsyncWrite, AutoCloseable {
  private static final ResourceType<TcpStream> TYPE = ResourceType.of("TcpStream", ResourceKind.IO,
      (stream, out) -> out.set("local", String.valueOf(stream.local)).set("peer", String.valueOf(stream.peer))
          .set("bytes_read", stream.bytesRead()).set("bytes_written", stream.bytesWritten()));
  private static final VarHandle READ = counter("read");
  private static final VarHandle WRITTEN = counter("written");

  private final AsyncChannel<SocketChannel> channel;
  private final AsyncChannel.Wait reading = new AsyncChannel.Wait();
  private final AsyncChannel.Wait writing = new AsyncChannel.Wait();
  private final InetSocketAddress peer;

  // Written when the connection is there, before the stream is handed out.
  private @Nullable InetSocketAddress local;

  // Bytes. Written opaque by who reads or writes, and read opaque by any thread.
  @SuppressWarnings("UnusedVariable")
  private long read;
  @SuppressWarnings("UnusedVariable")
  private long written;

  private TcpStream(SocketChannel socket, InetSocketAddress peer, boolean connected) {
    this.peer = peer;
    channel = AsyncChannel.of(socket, connected, this, TYPE);
  }

  private static VarHandle counter(String field) {
    return ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), field, VarHandle.class, TcpStream.class,
        long.class);
  }

  /// One that was accepted.
  static TcpStream accepted(SocketChannel socket) throws IOException {
    try {
      var stream = new TcpStream(socket, (InetSocketAddress) socket.getRemoteAddress(), true);
      stream.local = (InetSocketAddress) socket.getLocalAddress();
      return stream;
    } catch (Throwable e) {
      socket.close();
      throw e;
    }
  }

  /// Connects to an address. The attempt starts with the first poll; when it is given up the socket is closed.
  ///
  /// The future throws [java.io.UncheckedIOException] when the connection is refused or the address cannot be reached, which may
  /// take minutes to be found out: put it in a timeout.
  ///
  /// @throws IllegalArgumentException when the address is not resolved
  public static Future<TcpStream> connect(InetSocketAddress address) {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("the address " + address + " is not resolved");
    }
    return new Connect(address);
  }

  /// One whose attempt has started.
  static TcpStream connecting(SocketChannel socket, InetSocketAddress peer) {
    return new TcpStream(socket, peer, false);
  }

  // Ready when the attempt is over.
  Poll<Ready> pollConnected(Context cx) {
    int event = channel.pollReady(cx, writing, Interest.WRITABLE);
    if (event == 0) {
      return Poll.pending();
    }
    try {
      if (!channel.channel().finishConnect()) {
        channel.clearReady(event, Interest.WRITABLE);
        return pollConnected(cx);
      }
      connected();
      return Poll.ready(new Ready(false, true, false));
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "connect", e);
    }
  }

  void connected() throws IOException {
    channel.connected();
    local = (InetSocketAddress) channel.channel().getLocalAddress();
  }

  // --- reading and writing ---

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    return read(cx, into, reading);
  }

  int read(Context cx, ByteBuffer into, AsyncChannel.Wait wait) {
    if (!into.hasRemaining()) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return AsyncRead.PENDING;
    }
    while (true) {
      int event = channel.pollReady(cx, wait, Interest.READABLE);
      if (event == 0) {
        cx.restoreBudget();
        return AsyncRead.PENDING;
      }
      int n = tryRead(into);
      if (n > 0 && into.hasRemaining()) {
        channel.usedUp(event, Interest.READABLE);
      }
      if (n != 0) {
        return n;
      }
      channel.clearReady(event, Interest.READABLE);
    }
  }

  @Override
  public Future<Integer> read(ByteBuffer into) {
    return new StreamOperation(this, into, true);
  }

  @Override
  public Future<Integer> write(ByteBuffer from) {
    return new StreamOperation(this, from, false);
  }

  /// Reads what is there, without waiting.
  ///
  /// @return how many bytes; 0 when there are none now, or the buffer has no room; -1 at the end
  public int tryRead(ByteBuffer into) {
    try {
      int n = channel.channel().read(into);
      if (n > 0) {
        READ.setOpaque(this, read + n);
      }
      return n;
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "read", e);
    }
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    return write(cx, from, writing);
  }

  int write(Context cx, ByteBuffer from, AsyncChannel.Wait wait) {
    if (!from.hasRemaining()) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return AsyncWrite.PENDING;
    }
    while (true) {
      int event = channel.pollReady(cx, wait, Interest.WRITABLE);
      if (event == 0) {
        cx.restoreBudget();
        return AsyncWrite.PENDING;
      }
      int n = tryWrite(from);
      if (n > 0 && from.hasRemaining()) {
        channel.usedUp(event, Interest.WRITABLE);
      }
      if (n != 0) {
        return n;
      }
      channel.clearReady(event, Interest.WRITABLE);
    }
  }

  /// Writes what there is room for, without waiting.
  ///
  /// @return how many bytes; 0 when there is no room now, or the buffer has none
  public int tryWrite(ByteBuffer from) {
    try {
      int n = channel.channel().write(from);
      if (n > 0) {
        WRITTEN.setOpaque(this, written + n);
      }
      return n;
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "write", e);
    }
  }

  /// Ends the writing: the other side reads what was written, and then the end. Reading goes on.
  @Override
  public boolean pollShutdown(Context cx) {
    try {
      channel.channel().shutdownOutput();
      return true;
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "shutdown", e);
    }
  }

  // --- what it is ---

  /// The address of this side.
  public @Nullable InetSocketAddress localAddress() {
    return local;
  }

  /// The address of the other side.
  public InetSocketAddress peerAddress() {
    return peer;
  }

  /// Bytes that were read so far.
  public long bytesRead() {
    return (long) READ.getOpaque(this);
  }

  /// Bytes that were written so far.
  public long bytesWritten() {
    return (long) WRITTEN.getOpaque(this);
  }

  /// Sends small writes at once (true), or gathers them for as long as earlier ones are not acknowledged.
  public void setNoDelay(boolean noDelay) {
    try {
      channel.channel().setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "setNoDelay", e);
    }
  }

  /// The channel that this is made of.
  public AsyncChannel<SocketChannel> channel() {
    return channel;
  }

  /// Closes the connection. Who waits for it fails. Closing again does nothing.
  @Override
  public void close() {
    channel.close();
  }

  @Override
  public String toString() {
    return "TcpStream to " + peer;
  }
}
