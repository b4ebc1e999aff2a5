package dev.kioto.instrument.endpoint;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFactory;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import java.util.concurrent.TimeUnit;

/// Who is let in by one way: so many connections at once, and so many a second. The first handler of a listening channel;
/// the transport's thread alone.
final class Admission extends ChannelInboundHandlerAdapter {
  private final Limits limits;
  private final Bucket pace;
  private int open;

  private Admission(Limits limits) {
    this.limits = limits;
    pace = new Bucket(limits.connectionsPerSecond(), limits.connections(), System.nanoTime());
  }

  /// Puts one before a listening channel.
  static <C extends ServerChannel> ChannelFactory<C> guarding(ChannelFactory<C> channels, Limits limits) {
    return () -> {
      var channel = channels.newChannel();
      channel.pipeline().addLast(new Admission(limits));
      return channel;
    };
  }

  @Override
  public void channelRead(ChannelHandlerContext listener, Object accepted) {
    var connection = (Channel) accepted;
    slowDown(listener.channel());
    if (open >= limits.connections()) {
      connection.unsafe().closeForcibly();
      return;
    }
    open++;
    var _ = connection.closeFuture().addListener(_ -> open--);
    connection.pipeline().addFirst(new InboundPace(limits), new FirstWords(limits));
    listener.fireChannelRead(connection);
  }

  private void slowDown(Channel listener) {
    pace.take(1, System.nanoTime());
    long wait = pace.nanosUntilFilled();
    if (wait > 0 && listener.config().isAutoRead()) {
      listener.config().setAutoRead(false);
      var _ = listener.eventLoop().schedule(() -> listener.config().setAutoRead(true), wait, TimeUnit.NANOSECONDS);
    }
  }
}
