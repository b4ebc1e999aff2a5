package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.resource.Resource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A reader that reads ahead into a buffer, so that many small reads are few of the reader behind it. A read that is at least as
/// large as the buffer passes it by when it is empty. One task or thread. After Tokio's `io/util/buf_reader.rs`.
///
/// A seek discards what was read ahead. It throws [UnsupportedOperationException] where the reader behind is no [AsyncSeek].
///
/// @param <R> the type of the reader behind it
public final class BufReader<R extends AsyncRead> implements AsyncBufRead, AsyncSeek, IoResource, AutoCloseable {
  /// The capacity of a buffer of which nothing is said, in bytes. Tokio's.
  public static final int CAPACITY = 8 * 1024;

  private final R reader;

  // What was read ahead, from its position to its limit. The reading task or thread.
  private final ByteBuffer buffer;

  // The same: the seek that has begun, and what is asked of the reader behind for it.
  private @Nullable SeekFrom seeking;
  private SeekFrom target = SeekFrom.start(0);

  /// A buffer of [#CAPACITY].
  public BufReader(R reader) {
    this(reader, CAPACITY);
  }

  /// @param capacity in bytes, at least 1
  /// @throws IllegalArgumentException when the capacity is below 1
  public BufReader(R reader, int capacity) {
    this.reader = reader;
    this.buffer = ByteBuffer.allocate(Bytes.checkCapacity(capacity)).limit(0);
  }

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    if (!into.hasRemaining()) {
      return 0;
    }
    if (buffer.hasRemaining()) {
      return cx.takeBudget() ? Bytes.move(buffer, into) : AsyncRead.PENDING;
    }
    if (into.remaining() >= buffer.capacity()) {
      return reader.pollRead(cx, into);
    }
    int n = fill(cx);
    return n > 0 ? Bytes.move(buffer, into) : n;
  }

  @Override
  public @Nullable ByteBuffer pollFillBuf(Context cx) {
    return buffer.hasRemaining() || fill(cx) != AsyncRead.PENDING ? buffer : null;
  }

  private int fill(Context cx) {
    buffer.clear();
    try {
      return reader.pollRead(cx, buffer);
    } finally {
      buffer.flip();
    }
  }

  @Override
  public void consume(int n) {
    Bytes.checkConsumed(n, buffer.remaining());
    buffer.position(buffer.position() + n);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the polls of one seek are given one object
  public long pollSeek(Context cx, SeekFrom to) {
    var behind = Bytes.seekable(reader, this);
    if (seeking != to) {
      seeking = to;
      target = seenFromBehind(to);
      buffer.limit(0);
    }
    long position = behind.pollSeek(cx, target);
    if (position != AsyncSeek.PENDING) {
      seeking = null;
    }
    return position;
  }

  // The reader behind is further on than this one.
  private SeekFrom seenFromBehind(SeekFrom to) {
    if (to instanceof SeekFrom.Current(long offset)) {
      int ahead = buffer.remaining();
      return SeekFrom.current(offset < Long.MIN_VALUE + ahead ? Long.MIN_VALUE : offset - ahead);
    }
    return to;
  }

  /// How many bytes were read ahead and are not used yet.
  public int buffered() {
    return buffer.remaining();
  }

  /// The reader behind this. What was read ahead is no longer there.
  public R reader() {
    return reader;
  }

  @Override
  public @Nullable Resource resource() {
    return IoResource.of(reader);
  }

  /// Closes the reader, where that can be closed.
  @Override
  public void close() {
    Bytes.close(reader);
  }

  @Override
  public String toString() {
    return "BufReader of " + reader;
  }
}
