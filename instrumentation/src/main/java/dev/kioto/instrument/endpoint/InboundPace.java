package dev.kioto.instrument.endpoint;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;

/// Reads from a connection no faster than a console has anything to say. What comes faster waits in the sender's socket, so
/// that a flood of calls, pings or settings costs as much as its first moments and no more. The first handler of a
/// connection; the transport's thread alone.
final class InboundPace extends ChannelDuplexHandler {
  private final Bucket bytes;
  private boolean paused;
  private boolean readWanted; // by the handlers behind, while paused

  InboundPace(Limits limits) {
    bytes = new Bucket(limits.bytesPerSecond(), limits.burstBytes(), System.nanoTime());
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object message) {
    if (message instanceof ByteBuf buffer) {
      bytes.take(buffer.readableBytes(), System.nanoTime());
      long wait = bytes.nanosUntilFilled();
      if (wait > 0 && !paused) {
        paused = true;
        connection.channel().config().setAutoRead(false);
        var _ = connection.executor().schedule(() -> resume(connection), wait, TimeUnit.NANOSECONDS);
      }
    }
    connection.fireChannelRead(message);
  }

  // Decoders ask for more when they have got nothing whole, whatever the channel is told.
  @Override
  public void read(ChannelHandlerContext connection) {
    if (paused) {
      readWanted = true;
    } else {
      connection.read();
    }
  }

  private void resume(ChannelHandlerContext connection) {
    paused = false;
    connection.channel().config().setAutoRead(true);
    if (readWanted) {
      readWanted = false;
      connection.read();
    }
  }
}
