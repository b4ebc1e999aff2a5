package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.Io;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// See [Streams#read]. Follows tokio-util's `io/reader_stream.rs`.
final class Chunks implements Stream<ByteBuffer> {
  private final int capacity;

  // The polling thread: null when the stream is over; the buffer is what the next item will be.
  private @Nullable AsyncRead reader;
  private @Nullable ByteBuffer next;

  Chunks(AsyncRead reader, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("the capacity of a buffer must be at least 1 byte, but is " + capacity);
    }
    this.reader = Objects.requireNonNull(reader, "reader");
    this.capacity = capacity;
  }

  @Override
  public Poll<@Nullable ByteBuffer> pollNext(Context cx) {
    var source = reader;
    if (source == null) {
      return Poll.ready(null);
    }
    var into = next == null ? ByteBuffer.allocate(capacity) : next;
    next = into;
    int n = AsyncRead.END; // if it throws
    try {
      n = source.pollRead(cx, into);
    } finally {
      if (n == AsyncRead.END) {
        close();
      }
    }
    if (n == AsyncRead.PENDING) {
      return Poll.pending();
    }
    next = null;
    return Poll.ready(n == AsyncRead.END ? null : into.flip());
  }

  @Override
  public void close() {
    var source = reader;
    reader = null;
    next = null;
    if (source != null) {
      Io.close(source);
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("chunks of " + reader);
  }
}
