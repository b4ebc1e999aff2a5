package dev.kioto.stream;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncBufRead;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A stream of buffers as a reader: one after the other, each from its position to its limit. It owns the stream, and uses up the
/// buffers. A failure of the stream goes through as it is. One task or thread. After tokio-util's `io/stream_reader.rs`.
public final class StreamReader implements AsyncBufRead, AutoCloseable {
  private final Stream<? extends ByteBuffer> stream;

  // Both: the reading task or thread.
  private ByteBuffer item = EMPTY;
  private boolean ended;

  /// A reader at the start of the first buffer.
  public StreamReader(Stream<? extends ByteBuffer> stream) {
    this.stream = Objects.requireNonNull(stream, "stream");
  }

  @Override
  public @Nullable ByteBuffer pollFillBuf(Context cx) {
    while (!item.hasRemaining() && !ended) {
      if (!(Items.poll(stream, cx) instanceof Poll.Ready<? extends ByteBuffer>(var next))) {
        return null;
      }
      ended = next == null;
      item = next == null ? EMPTY : next;
    }
    return item;
  }

  @Override
  public void consume(int n) {
    if (n < 0 || n > item.remaining()) {
      throw new IllegalArgumentException("consume(" + n + "): there are " + item.remaining() + " bytes");
    }
    item.position(item.position() + n);
  }

  /// Closes the stream.
  @Override
  public void close() {
    ended = true;
    item = EMPTY;
    stream.close();
  }

  @Override
  public String toString() {
    return "StreamReader";
  }
}
