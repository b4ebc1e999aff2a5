package dev.kioto.io;

import dev.kioto.future.Context;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// [Take] of a reader with a buffer. One task or thread.
public final class BufTake extends Take implements AsyncBufRead {
  private final AsyncBufRead reader;

  BufTake(AsyncBufRead reader, long limit) {
    super(reader, limit);
    this.reader = reader;
  }

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    return super.pollRead(cx, into);
  }

  @Override
  public @Nullable ByteBuffer pollFillBuf(Context cx) {
    if (limit() == 0) {
      return EMPTY;
    }
    var filled = reader.pollFillBuf(cx);
    if (filled == null || filled.remaining() <= limit()) {
      return filled;
    }
    return filled.slice(filled.position(), (int) limit());
  }

  @Override
  public void consume(int n) {
    Bytes.checkConsumed(n, limit());
    reader.consume(n);
    took(n);
  }
}
