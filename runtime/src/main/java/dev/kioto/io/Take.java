package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.resource.Resource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The first bytes of what a reader has; after them it is at its end, and the reader can be read on. One task or thread.
///
/// After Tokio's `io/util/take.rs`.
public sealed class Take implements AsyncRead, IoResource, AutoCloseable permits BufTake {
  private final AsyncRead reader;

  // The reading task or thread.
  private long left;

  Take(AsyncRead reader, long limit) {
    this.reader = reader;
    setLimit(limit);
  }

  /// How many bytes may still be read.
  public final long limit() {
    return left;
  }

  /// Says anew how many bytes may be read from now on.
  ///
  /// @throws IllegalArgumentException when the limit is negative
  public final void setLimit(long limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("a limit in bytes must not be negative, but is " + limit);
    }
    left = limit;
  }

  final void took(int n) {
    left -= n;
  }

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    if (left == 0) {
      return into.hasRemaining() ? END : 0;
    }
    int limit = into.limit();
    into.limit(into.position() + (int) Math.min(left, into.remaining()));
    int n;
    try {
      n = reader.pollRead(cx, into);
    } finally {
      into.limit(limit);
    }
    if (n > 0) {
      left -= n;
    }
    return n;
  }

  @Override
  public final @Nullable Resource resource() {
    return IoResource.of(reader);
  }

  /// Closes the reader, where that can be closed.
  @Override
  public final void close() {
    Bytes.close(reader);
  }

  @Override
  public final String toString() {
    return "Take of " + reader;
  }
}
