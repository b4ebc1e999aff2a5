package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.resource.Resource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What one reader has, up to its end, and then what another has. After Tokio's `io/util/chain.rs`. One task or thread.
sealed class Chain implements AsyncRead, IoResource, AutoCloseable permits Chain.Buffered {
  private final AsyncRead first;
  private final AsyncRead second;

  // The reading task or thread: the first has ended.
  private boolean firstIsOver;

  Chain(AsyncRead first, AsyncRead second) {
    this.first = first;
    this.second = second;
  }

  final boolean isFirstOver() {
    return firstIsOver;
  }

  final void firstEnded() {
    firstIsOver = true;
  }

  @Override
  public final int pollRead(Context cx, ByteBuffer into) {
    if (!firstIsOver) {
      int n = first.pollRead(cx, into);
      if (n != END) {
        return n;
      }
      firstIsOver = true;
    }
    return second.pollRead(cx, into);
  }

  @Override
  public final @Nullable Resource resource() {
    return IoResource.of(firstIsOver ? second : first);
  }

  /// Closes both, where they can be closed.
  @Override
  public final void close() {
    try {
      Bytes.close(first);
    } finally {
      Bytes.close(second);
    }
  }

  @Override
  public final String toString() {
    return "Chain of " + first + " and " + second;
  }

  /// The same of readers with buffers.
  static final class Buffered extends Chain implements AsyncBufRead {
    private final AsyncBufRead first;
    private final AsyncBufRead second;

    Buffered(AsyncBufRead first, AsyncBufRead second) {
      super(first, second);
      this.first = first;
      this.second = second;
    }

    @Override
    public @Nullable ByteBuffer pollFillBuf(Context cx) {
      if (!isFirstOver()) {
        var filled = first.pollFillBuf(cx);
        if (filled == null || filled.hasRemaining()) {
          return filled;
        }
        firstEnded();
      }
      return second.pollFillBuf(cx);
    }

    @Override
    public void consume(int n) {
      (isFirstOver() ? second : first).consume(n);
    }
  }
}
