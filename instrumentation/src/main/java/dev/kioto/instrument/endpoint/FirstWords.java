package dev.kioto.instrument.endpoint;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes a connection that does not say its first words in time: as many bytes as HTTP/2 begins with, 24 that are always
/// the same and an empty frame of settings. Whether they are the right ones is for others to see. The transport's thread
/// alone.
final class FirstWords extends ChannelInboundHandlerAdapter {
  private static final int BYTES = 24 + 9;

  private final Limits limits;
  private int seen;
  private @Nullable Future<?> deadline;

  FirstWords(Limits limits) {
    this.limits = limits;
  }

  @Override
  public void channelActive(ChannelHandlerContext connection) {
    deadline = connection.executor().schedule(() -> close(connection), limits.requestTime().toNanos(),
        TimeUnit.NANOSECONDS);
    connection.fireChannelActive();
  }

  private static void close(ChannelHandlerContext connection) {
    var _ = connection.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object message) {
    seen += ((ByteBuf) message).readableBytes();
    connection.fireChannelRead(message);
    if (seen >= BYTES && !connection.isRemoved()) {
      connection.pipeline().remove(this);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext connection) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }
}
