package dev.kioto.stream;

import dev.kioto.future.Context;
import dev.kioto.io.AsyncWrite;
import java.nio.ByteBuffer;
import java.util.Objects;

/// A sink of buffers as a writer: what is written at a time is an item, in a buffer of its own. It owns the sink, whose failures go
/// through as they are. One task or thread. After tokio-util's `io/sink_writer.rs` and `io/copy_to_bytes.rs`.
public final class SinkWriter implements AsyncWrite, AutoCloseable {
  private final Sink<? super ByteBuffer> sink;
  private final int capacity;

  /// A writer to a sink.
  ///
  /// @param capacity how many bytes an item has at most; at least 1
  /// @throws IllegalArgumentException when the capacity is below 1
  public SinkWriter(Sink<? super ByteBuffer> sink, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("the capacity of an item must be at least 1 byte, but is " + capacity);
    }
    this.sink = Objects.requireNonNull(sink, "sink");
    this.capacity = capacity;
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    int n = Math.min(from.remaining(), capacity);
    if (n == 0) {
      return 0;
    }
    if (!sink.pollReady(cx)) {
      return PENDING;
    }
    var item = ByteBuffer.allocate(n);
    item.put(0, from, from.position(), n);
    sink.startSend(item);
    from.position(from.position() + n);
    return n;
  }

  @Override
  public boolean pollFlush(Context cx) {
    return sink.pollFlush(cx);
  }

  @Override
  public boolean pollShutdown(Context cx) {
    return sink.pollShutdown(cx);
  }

  /// Closes the sink, with what was not flushed: await [#shutdown] before.
  @Override
  public void close() {
    sink.close();
  }

  @Override
  public String toString() {
    return "SinkWriter";
  }
}
