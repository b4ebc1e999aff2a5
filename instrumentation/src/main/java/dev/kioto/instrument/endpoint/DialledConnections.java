package dev.kioto.instrument.endpoint;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;

/// What stands for a listening socket where the program makes the connections itself: it binds nothing, and hands the
/// server sockets that are connected already.
final class DialledConnections extends NioServerSocketChannel {
  // Set by the transport's thread, read by any.
  private volatile boolean open;

  /// Hands a connection over, which then belongs to the server. Any thread.
  ///
  /// @param handlers what is to see its bytes before the server
  Channel handOver(SocketChannel socket, List<ChannelHandler> handlers) {
    var connection = new NioSocketChannel(this, socket);
    eventLoop().execute(() -> {
      handlers.forEach(connection.pipeline()::addLast);
      pipeline().fireChannelRead(connection);
      pipeline().fireChannelReadComplete();
    });
    return connection;
  }

  @Override
  public boolean isActive() {
    return open && isOpen();
  }

  @Override
  protected void doBind(SocketAddress nowhere) {
    open = true;
  }

  // Of a socket that is not bound there is nothing to wait for.
  @Override
  protected void doBeginRead() {}
}
