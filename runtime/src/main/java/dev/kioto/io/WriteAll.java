package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// See [AsyncWrite#writeAll(ByteBuffer)].
final class WriteAll extends IoWork<@Nullable Void> {
  private final AsyncWrite writer;
  private final ByteBuffer from;

  WriteAll(AsyncWrite writer, String what, ByteBuffer from) {
    super(writer, what);
    this.writer = writer;
    this.from = from;
  }

  @Override
  protected Poll<@Nullable Void> step(Context cx) {
    while (from.hasRemaining()) {
      int n = writer.pollWrite(cx, from);
      if (n == AsyncWrite.PENDING) {
        return Poll.pending();
      }
      Bytes.checkWritten(n, writer);
    }
    return Poll.ready(null);
  }
}
