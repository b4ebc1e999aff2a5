package dev.kioto.net;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// A connection that is being made. The polling thread.
final class Connect implements Future<TcpStream> {
  private final InetSocketAddress address;
  private @Nullable TcpStream stream; // from the first poll

  Connect(InetSocketAddress address) {
    this.address = address;
  }

  @Override
  public Poll<TcpStream> poll(Context cx) {
    var connecting = stream == null ? start() : stream;
    try {
      return connecting.pollConnected(cx).isReady() ? Poll.ready(connecting) : Poll.pending();
    } catch (Throwable e) {
      connecting.close();
      throw e;
    }
  }

  private TcpStream start() {
    SocketChannel socket = null;
    try {
      socket = SocketChannel.open();
      socket.configureBlocking(false);
      socket.connect(address);
      var started = TcpStream.connecting(socket, address);
      stream = started;
      return started;
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "connect", close(socket, e));
    } catch (RuntimeException | Error e) {
      close(socket, e);
      throw e;
    }
  }

  private static <E extends Throwable> E close(@Nullable SocketChannel socket, E why) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    return why;
  }

  @Override
  public void drop() {
    if (stream != null) {
      stream.close();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("a connection to " + address);
  }

  @Override
  public String toString() {
    return "TcpStream to " + address;
  }
}
