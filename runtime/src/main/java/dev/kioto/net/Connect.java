package dev.kioto.net;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncChannel;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// A connection that is being made. The polling thread.
final class Connect extends Operation<TcpStream> {
  private final InetSocketAddress address;
  private final Settings settings;
  private final AsyncChannel.Wait wait = new AsyncChannel.Wait();
  private @Nullable TcpStream stream; // from the first poll

  Connect(InetSocketAddress address, Settings settings) {
    this.address = address;
    this.settings = settings;
  }

  @Override
  protected String source() {
    return "TcpStream::connect";
  }

  // Asked in the first poll, before the step.
  @Override
  protected @Nullable Resource resource() {
    return started().channel().resource();
  }

  @Override
  protected Poll<TcpStream> step(Context cx) {
    var connecting = started();
    try {
      return connecting.pollConnected(cx, wait) ? Poll.ready(connecting) : Poll.pending();
    } catch (Throwable e) {
      connecting.close();
      throw e;
    }
  }

  private TcpStream started() {
    var started = stream;
    if (started == null) {
      started = start();
      stream = started;
    }
    return started;
  }

  private TcpStream start() {
    SocketChannel socket = null;
    try {
      socket = SocketChannel.open();
      for (var unknown : settings.apply(this, socket)) {
        unknown.apply(this, socket); // which fails
      }
      socket.configureBlocking(false);
      if (settings.local() != null) {
        socket.bind(settings.local());
      }
      socket.connect(address);
      return TcpStream.connecting(socket, address);
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "connect", SocketOptions.close(socket, e));
    } catch (RuntimeException | Error e) {
      SocketOptions.close(socket, e);
      throw e;
    }
  }

  @Override
  protected void giveUp() {
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
    return "TcpStream to " + address + (settings.local() == null ? "" : " from " + settings.local());
  }
}
