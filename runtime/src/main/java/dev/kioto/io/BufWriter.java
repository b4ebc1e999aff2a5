package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.resource.Resource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A writer that gathers small writes in a buffer. What is in it is written when there is no room for more, at a flush, and at the
/// shutdown; **not at the close**, which cannot wait. A write at least as large as the buffer passes it by. One task or thread.
///
/// Failures of the writer behind come with the write that found no room, the flush or the shutdown; what was not written is still
/// in the buffer then. After Tokio's `io/util/buf_writer.rs`.
///
/// A seek writes what was gathered first. It throws [UnsupportedOperationException] where the writer behind is no [AsyncSeek].
///
/// @param <W> the type of the writer behind it
public final class BufWriter<W extends AsyncWrite> implements AsyncWrite, AsyncSeek, IoResource, AutoCloseable {
  private final W writer;

  // The writing task or thread. Two views of one memory: what was gathered ends at the position of `gathered`, and of that was
  // written what is before the position of `written`.
  private final ByteBuffer gathered;
  private final ByteBuffer written;

  /// A buffer of [BufReader#CAPACITY].
  public BufWriter(W writer) {
    this(writer, BufReader.CAPACITY);
  }

  /// @param capacity in bytes, at least 1
  /// @throws IllegalArgumentException when the capacity is below 1
  public BufWriter(W writer, int capacity) {
    this.writer = writer;
    this.gathered = ByteBuffer.allocate(Bytes.checkCapacity(capacity));
    this.written = gathered.duplicate();
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    if (from.remaining() > gathered.remaining() && !pollEmpty(cx)) {
      return AsyncWrite.PENDING;
    }
    return from.remaining() >= gathered.capacity() ? writer.pollWrite(cx, from) : Bytes.move(from, gathered);
  }

  @Override
  public boolean pollFlush(Context cx) {
    return pollEmpty(cx) && writer.pollFlush(cx);
  }

  @Override
  public boolean pollShutdown(Context cx) {
    return pollEmpty(cx) && writer.pollShutdown(cx);
  }

  @Override
  public long pollSeek(Context cx, SeekFrom to) {
    var behind = Bytes.seekable(writer, this);
    return pollEmpty(cx) ? behind.pollSeek(cx, to) : AsyncSeek.PENDING;
  }

  /// Whether all that was gathered is written.
  boolean pollEmpty(Context cx) {
    written.limit(gathered.position());
    while (written.hasRemaining()) {
      int n = writer.pollWrite(cx, written);
      if (n == AsyncWrite.PENDING) {
        return false;
      }
      Bytes.checkWritten(n, writer);
    }
    gathered.clear();
    written.clear();
    return true;
  }

  /// How many bytes wait to be written.
  public int buffered() {
    return gathered.position() - written.position();
  }

  /// The writer behind this.
  public W writer() {
    return writer;
  }

  @Override
  public @Nullable Resource resource() {
    return IoResource.of(writer);
  }

  /// Closes the writer, where that can be closed. What is in the buffer is lost: await [#shutdown] before.
  @Override
  public void close() {
    Bytes.close(writer);
  }

  @Override
  public String toString() {
    return "BufWriter of " + writer;
  }
}
