package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.resource.Resource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A reader and a writer as one, see [Io#join]: the input and the output of a child process, for instance. After Tokio's `io/join.rs`.
///
/// @param <R> the type of the reader
/// @param <W> the type of the writer
public final class Join<R extends AsyncRead, W extends AsyncWrite>
    implements AsyncRead, AsyncWrite, IoResource, AutoCloseable {
  private final R reader;
  private final W writer;

  Join(R reader, W writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /// What is read.
  public R reader() {
    return reader;
  }

  /// What is written.
  public W writer() {
    return writer;
  }

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    return reader.pollRead(cx, into);
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    return writer.pollWrite(cx, from);
  }

  @Override
  public long pollWriteVectored(Context cx, ByteBuffer[] from) {
    return writer.pollWriteVectored(cx, from);
  }

  @Override
  public boolean pollFlush(Context cx) {
    return writer.pollFlush(cx);
  }

  @Override
  public boolean pollShutdown(Context cx) {
    return writer.pollShutdown(cx);
  }

  @Override
  public @Nullable Resource resource() {
    return IoResource.of(reader);
  }

  /// Closes both, where they can be closed.
  @Override
  public void close() {
    try {
      Bytes.close(reader);
    } finally {
      Bytes.close(writer);
    }
  }

  @Override
  public String toString() {
    return "Join of " + reader + " and " + writer;
  }
}
