package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// See [AsyncWrite#writeAll(ByteBuffer...)].
final class WriteAllVectored extends IoWork<@Nullable Void> {
  private final AsyncWrite writer;
  private final ByteBuffer[] from;

  WriteAllVectored(AsyncWrite writer, ByteBuffer[] from) {
    super(writer, "writeAll");
    this.writer = writer;
    this.from = from;
  }

  @Override
  protected Poll<@Nullable Void> step(Context cx) {
    while (isLeft()) {
      long n = writer.pollWriteVectored(cx, from);
      if (n == AsyncWrite.PENDING) {
        return Poll.pending();
      }
      Bytes.checkWritten(n, writer);
    }
    return Poll.ready(null);
  }

  private boolean isLeft() {
    for (var buffer : from) {
      if (buffer.hasRemaining()) {
        return true;
      }
    }
    return false;
  }
}
