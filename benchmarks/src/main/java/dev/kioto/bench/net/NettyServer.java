package dev.kioto.bench.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Netty with its NIO transport: a handler for each connection, on event loops that also accept.
final class NettyServer implements Server {
  private final EventLoopGroup loops;
  private final Channel listener;

  /// @param loops event loops, or 0 for as many as Netty takes by itself
  /// @param handlers makes what serves a connection
  NettyServer(int loops, Supplier<ChannelInboundHandlerAdapter> handlers) {
    this.loops = new MultiThreadIoEventLoopGroup(loops, NioIoHandler.newFactory());
    listener = new ServerBootstrap()
        .group(this.loops)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            channel.pipeline().addLast(handlers.get());
          }
        })
        .bind(Server.anyPort()).syncUninterruptibly().channel();
  }

  @Override
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /// What is common to the handlers. On the event loop of its connection.
  abstract static class Handler extends ChannelInboundHandlerAdapter {
    @Override
    public final void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close(); // there is nobody to tell how that went
    }
  }

  /// [Echo] as Netty has it: the buffer that was read is the one that is written.
  static final class EchoHandler extends Handler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var _ = context.write(message, context.voidPromise()); // a failure comes to exceptionCaught
    }
  }

  /// [Hello] as Netty has it. On the event loop of its connection.
  static final class HelloHandler extends Handler {
    private static final ByteBuf RESPONSES = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(Hello.responses()));
    private static final int MOST = RESPONSES.capacity() / Hello.RESPONSE_LENGTH;

    private final HttpRequests requests = new HttpRequests();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws ProtocolException {
      var in = (ByteBuf) message;
      try {
        int count = 0;
        while (in.isReadable() && !requests.isLast()) {
          if (requests.ends(in.readByte())) {
            count++;
          }
        }
        answer(context, count);
      } finally {
        in.release();
      }
    }

    private void answer(ChannelHandlerContext context, int count) {
      for (int left = count; left > 0; left -= MOST) {
        var next = RESPONSES.retainedSlice(0, Math.min(left, MOST) * Hello.RESPONSE_LENGTH);
        var _ = context.write(next, context.voidPromise());
      }
      if (requests.isLast()) {
        var _ = context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      }
    }
  }
}
