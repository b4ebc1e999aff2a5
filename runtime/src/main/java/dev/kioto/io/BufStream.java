package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.resource.Resource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A connection with a buffer for each direction: [BufReader] and [BufWriter] of one thing. One task or thread for each direction,
/// where the thing behind it allows that. After Tokio's `io/util/buf_stream.rs`.
///
/// @param <S> the type of the thing behind it
public final class BufStream<S extends AsyncRead & AsyncWrite>
    implements AsyncBufRead, AsyncWrite, AsyncSeek, IoResource, AutoCloseable {
  private final S stream;
  private final BufReader<S> reader;
  private final BufWriter<S> writer;

  /// Buffers of [BufReader#CAPACITY].
  public BufStream(S stream) {
    this(stream, BufReader.CAPACITY, BufReader.CAPACITY);
  }

  /// @param readCapacity in bytes, at least 1
  /// @param writeCapacity in bytes, at least 1
  /// @throws IllegalArgumentException when a capacity is below 1
  public BufStream(S stream, int readCapacity, int writeCapacity) {
    this.stream = stream;
    this.reader = new BufReader<>(stream, readCapacity);
    this.writer = new BufWriter<>(stream, writeCapacity);
  }

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    return reader.pollRead(cx, into);
  }

  @Override
  public @Nullable ByteBuffer pollFillBuf(Context cx) {
    return reader.pollFillBuf(cx);
  }

  @Override
  public void consume(int n) {
    reader.consume(n);
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    return writer.pollWrite(cx, from);
  }

  @Override
  public boolean pollFlush(Context cx) {
    return writer.pollFlush(cx);
  }

  @Override
  public boolean pollShutdown(Context cx) {
    return writer.pollShutdown(cx);
  }

  /// Writes what was gathered, discards what was read ahead, and goes there.
  ///
  /// @throws UnsupportedOperationException when what is behind is no [AsyncSeek]
  @Override
  public long pollSeek(Context cx, SeekFrom to) {
    return writer.pollEmpty(cx) ? reader.pollSeek(cx, to) : AsyncSeek.PENDING;
  }

  /// What this is made of. What was read ahead is no longer there, and what was not flushed not yet.
  public S stream() {
    return stream;
  }

  @Override
  public @Nullable Resource resource() {
    return IoResource.of(stream);
  }

  /// Closes what this is made of, where that can be closed. What was not flushed is lost: await [#shutdown] before.
  @Override
  public void close() {
    Bytes.close(stream);
  }

  @Override
  public String toString() {
    return "BufStream of " + stream;
  }
}
