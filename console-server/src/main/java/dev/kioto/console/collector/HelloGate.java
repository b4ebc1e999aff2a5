package dev.kioto.console.collector;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Stands before gRPC on a connection that a program has dialled: reads the program's first line, and lets nothing through,
/// either way, before it is told to.
final class HelloGate extends ChannelDuplexHandler {

  private static final int LONGEST_LINE = 2048; // bytes: a run's id and a token of 1024 characters
  private static final int MOST_HELD = 64 << 10; // bytes that may follow the line before it is answered
  private static final int LONGEST_REFUSAL = 298; // characters; with the line's end below the 300 that a program reads
  private static final long FAREWELL_SECONDS = 5;

  private final CompletableFuture<String> hello = new CompletableFuture<>();

  // The connection's thread only.
  private final ByteBuf read = Unpooled.buffer(256, LONGEST_LINE + MOST_HELD);
  private final ArrayDeque<Held> toWrite = new ArrayDeque<>();
  private boolean isOpen;
  private boolean isRefused;

  private volatile @Nullable ChannelHandlerContext context; // set by that thread, read by any

  private record Held(Object message, ChannelPromise promise) {
  }

  /// The program's first line, without its end.
  CompletableFuture<String> hello() {
    return hello;
  }

  /// Lets everything through from now on.
  void open() {
    inLoop(connection -> {
      isOpen = true;
      for (var held = toWrite.poll(); held != null; held = toWrite.poll()) {
        var _ = connection.write(held.message(), held.promise());
      }
      connection.flush();
      connection.fireChannelRead(read.readBytes(read.readableBytes()));
      connection.fireChannelReadComplete();
      connection.pipeline().remove(this);
    });
  }

  /// Says why the program is not wanted, and waits for it to hang up.
  void refuse(String why) {
    inLoop(connection -> {
      isRefused = true;
      var line = why.length() <= LONGEST_REFUSAL ? why : why.substring(0, LONGEST_REFUSAL);
      var _ = connection.writeAndFlush(Unpooled.copiedBuffer(line + "\n", StandardCharsets.UTF_8));
      var _ = connection.executor().schedule(() -> {
        var _ = connection.close();
      }, FAREWELL_SECONDS, TimeUnit.SECONDS);
    });
  }

  private void inLoop(Consumer<ChannelHandlerContext> action) {
    var connection = context;
    if (connection == null) return; // not registered: it was closed before
    connection.executor().execute(() -> {
      if (!connection.isRemoved()) action.accept(connection);
    });
  }

  @Override
  public void handlerAdded(ChannelHandlerContext connection) {
    context = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object message) {
    var bytes = (ByteBuf) message;
    boolean fits = bytes.readableBytes() <= read.maxWritableBytes();
    if (fits && !isRefused) read.writeBytes(bytes);
    ReferenceCountUtil.release(message);
    if (isRefused || (hello.isDone() && fits)) return;
    int end = read.indexOf(read.readerIndex(), read.writerIndex(), (byte) '\n');
    int length = end - read.readerIndex();
    boolean isTooLong = end < 0 ? read.readableBytes() > LONGEST_LINE : length > LONGEST_LINE;
    if (!fits || isTooLong) {
      fail(connection, "its first line has no end");
    } else if (end >= 0) {
      var line = read.readSlice(length).toString(StandardCharsets.US_ASCII);
      read.skipBytes(1);
      hello.complete(line);
    }
  }

  @Override
  public void write(ChannelHandlerContext connection, Object message, ChannelPromise promise) {
    if (isRefused) {
      ReferenceCountUtil.release(message);
      var _ = promise.setFailure(new IOException("the program was refused"));
    } else {
      toWrite.add(new Held(message, promise));
    }
  }

  @Override
  public void flush(ChannelHandlerContext connection) {
    if (isOpen || isRefused) connection.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext connection) {
    fail(connection, "it hung up");
    connection.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext connection, Throwable failure) {
    fail(connection, String.valueOf(failure.getMessage()));
  }

  private void fail(ChannelHandlerContext connection, String why) {
    hello.completeExceptionally(new IOException(why));
    var _ = connection.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext connection) {
    for (var held = toWrite.poll(); held != null; held = toWrite.poll()) {
      ReferenceCountUtil.release(held.message());
      held.promise().tryFailure(new IOException("the connection is over"));
    }
  }
}
