package dev.kioto.instrument.endpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// The first line on a dialled connection, ahead of all HTTP/2, by which the program says who it is:
///
/// ```text
/// kioto-dial/1 RUN_ID TOKEN\n        TOKEN is - when there is none
/// ```
///
/// The collector does not answer it but begins with HTTP/2's own first bytes, `PRI * HTTP/2.0`; or it refuses the program by
/// a line of text, and closes. The transport's thread alone, but for what it found out.
final class Hello extends ChannelDuplexHandler {
  private static final int LONGEST_REFUSAL = 300;
  private static final byte HTTP2 = 'P';

  private final String line;
  private final ByteBuf answer = Unpooled.buffer(LONGEST_REFUSAL, LONGEST_REFUSAL);
  private boolean said;
  // Set by the transport's thread, read by any.
  private volatile boolean accepted;
  private volatile @Nullable String refusal;

  Hello(String runId, @Nullable String token) {
    line = "kioto-dial/1 " + runId + " " + (token == null ? "-" : token) + "\n";
  }

  /// Whether the collector began to speak HTTP/2.
  boolean accepted() {
    return accepted;
  }

  /// Why the collector does not want the program; null when it did not say so.
  @Nullable String refusal() {
    return refusal;
  }

  @Override
  public void channelActive(ChannelHandlerContext connection) {
    say(connection);
    connection.flush();
    connection.fireChannelActive();
  }

  @Override
  public void write(ChannelHandlerContext connection, Object message, ChannelPromise promise) {
    say(connection);
    var _ = connection.write(message, promise);
  }

  private void say(ChannelHandlerContext connection) {
    if (!said) {
      said = true;
      var _ = connection.write(Unpooled.copiedBuffer(line, US_ASCII));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object message) {
    var bytes = (ByteBuf) message;
    if (!answer.isReadable() && bytes.isReadable() && bytes.getByte(bytes.readerIndex()) == HTTP2) {
      accepted = true;
      connection.fireChannelRead(message);
      connection.pipeline().remove(this);
      return;
    }
    answer.writeBytes(bytes, Math.min(bytes.readableBytes(), answer.writableBytes()));
    ReferenceCountUtil.release(message);
    // Of others: nothing in it may move a terminal's cursor. Told before the end, which is seen by another thread.
    refusal = answer.toString(UTF_8).strip().replaceAll("\\p{Cntrl}", " ");
    if (!answer.isWritable() || answer.indexOf(answer.readerIndex(), answer.writerIndex(), (byte) '\n') >= 0) {
      var _ = connection.close();
    }
  }
}
