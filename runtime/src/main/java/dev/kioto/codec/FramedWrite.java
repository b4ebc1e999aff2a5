package dev.kioto.codec;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.io.AsyncWrite;
import dev.kioto.io.Io;
import dev.kioto.stream.Sink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A sink whose items an encoder writes as bytes.
///
/// ```java
/// var lines = new FramedWrite<>(connection, new LinesCodec());
/// lines.feed("one").await();      // put in the buffer
/// lines.send("two").await();      // and both of them written
/// ```
///
/// **Back-pressure.** An item is taken when fewer bytes wait to be written than the boundary says; so no more than that and one item
/// ever wait, however slow the other side reads.
///
/// **Failures.** An item that the encoder refuses leaves nothing of itself in the buffer, and the items after can be sent. When a
/// write fails, what was not written stays in the buffer, and the next attempt starts with it.
///
/// **Cancellation.** See [Sink]. Items are written whole or not at all, in the order in which they were taken.
///
/// It owns what it writes to, as [FramedRead] does what it reads. One thread or task at a time. After tokio-util's
/// `codec/framed_write.rs`.
///
/// @param <T> the type of the items
public final class FramedWrite<T> implements Sink<T> {
  private static final int DEFAULT_BOUNDARY = 8 * 1024;

  private final AsyncWrite target;
  private final Encoder<? super T> encoder;
  private final FrameBuffer buffer;
  private final boolean owner;

  private int boundary = DEFAULT_BOUNDARY; // the thread that sends

  /// To a target, with a boundary of 8 KiB.
  public FramedWrite(AsyncWrite target, Encoder<? super T> encoder) {
    this(target, encoder, new FrameBuffer(), true);
  }

  FramedWrite(AsyncWrite target, Encoder<? super T> encoder, FrameBuffer buffer, boolean owner) {
    this.target = Objects.requireNonNull(target, "target");
    this.encoder = Objects.requireNonNull(encoder, "encoder");
    this.buffer = buffer;
    this.owner = owner;
  }

  /// How many bytes wait, before an item has to wait for them to be written.
  public int backpressureBoundary() {
    return boundary;
  }

  /// Changes how many bytes wait before an item has to wait. The bytes that wait now are not asked to go for it.
  ///
  /// @param bytes 1 writes each item before the next one is taken
  /// @throws IllegalArgumentException when that is below 1
  public FramedWrite<T> backpressureBoundary(int bytes) {
    boundary = Checks.atLeast(1, bytes, "the boundary");
    return this;
  }

  @Override
  public boolean pollReady(Context cx) {
    return hasRoom() || drain(cx) || hasRoom();
  }

  private boolean hasRoom() {
    return buffer.remaining() < boundary;
  }

  /// {@inheritDoc}
  ///
  /// @throws IllegalStateException when more bytes wait than the boundary allows
  @Override
  public void startSend(T item) {
    if (!hasRoom()) {
      throw new IllegalStateException(
          buffer.remaining() + " bytes wait to be written to " + target + ", and the boundary is "
              + boundary + ": an item is given when pollReady has answered true");
    }
    int length = buffer.remaining();
    boolean done = false;
    try {
      encoder.encode(Objects.requireNonNull(item, "item"), buffer);
      done = true;
    } finally {
      if (!done) {
        buffer.truncate(length);
      }
    }
  }

  @Override
  public boolean pollFlush(Context cx) {
    return drain(cx) && target.pollFlush(cx);
  }

  /// {@inheritDoc} The other side is told by a shutdown of the target.
  @Override
  public boolean pollShutdown(Context cx) {
    return drain(cx) && target.pollShutdown(cx);
  }

  @Override
  public Future<@Nullable Void> feed(T item) {
    return operation("feed", Sink.super.feed(item));
  }

  @Override
  public Future<@Nullable Void> send(T item) {
    return operation("send", Sink.super.send(item));
  }

  @Override
  public Future<@Nullable Void> flush() {
    return operation("flush", Sink.super.flush());
  }

  @Override
  public Future<@Nullable Void> shutdown() {
    return operation("shutdown", Sink.super.shutdown());
  }

  private Future<@Nullable Void> operation(String method, Future<@Nullable Void> future) {
    return new FrameOperation<>(target, "FramedWrite::" + method, future);
  }

  // Whether nothing waits any more.
  private boolean drain(Context cx) {
    while (!buffer.isEmpty()) {
      var content = buffer.content();
      int before = content.position();
      int n = target.pollWrite(cx, content);
      if (n == AsyncWrite.PENDING) {
        return false;
      }
      if (n < 1 || n != content.position() - before) {
        throw new UncheckedIOException(target + ": write failed: it answered " + n + " and took "
            + (content.position() - before) + " of " + buffer.remaining() + " bytes", new IOException("no progress"));
      }
      buffer.skip(n);
    }
    buffer.release();
    return true;
  }

  /// The same target, with another encoder from here on; what waits to be written is written first. This sink is not to be used any
  /// more, and what it owned the new one does.
  public <U> FramedWrite<U> withEncoder(Encoder<? super U> next) {
    return new FramedWrite<U>(target, next, buffer, owner).backpressureBoundary(boundary);
  }

  /// What waits to be written.
  public FrameBuffer buffer() {
    return buffer;
  }

  /// Gives up what waits to be written, and closes the target, if it can be closed: [#shutdown] comes before where that matters.
  @Override
  public void close() {
    buffer.clear();
    if (owner) {
      Io.close(target);
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(buffer.remaining() + " bytes to be written to " + target);
  }

  @Override
  public String toString() {
    return "FramedWrite to " + target;
  }
}
