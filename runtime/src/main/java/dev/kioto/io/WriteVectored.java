package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.nio.ByteBuffer;

/// See [AsyncWrite#writeVectored].
final class WriteVectored extends IoWork<Long> {
  private final AsyncWrite writer;
  private final ByteBuffer[] from;

  WriteVectored(AsyncWrite writer, ByteBuffer[] from) {
    super(writer, "writeVectored");
    this.writer = writer;
    this.from = from;
  }

  @Override
  protected Poll<Long> step(Context cx) {
    long n = writer.pollWriteVectored(cx, from);
    return n == AsyncWrite.PENDING ? Poll.pending() : Poll.ready(n);
  }
}
