package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.nio.ByteBuffer;

/// See [AsyncWrite#write].
final class WriteSome extends IoWork<Integer> {
  private final AsyncWrite writer;
  private final ByteBuffer from;

  WriteSome(AsyncWrite writer, ByteBuffer from) {
    super(writer, "write");
    this.writer = writer;
    this.from = from;
  }

  @Override
  protected Poll<Integer> step(Context cx) {
    int n = writer.pollWrite(cx, from);
    return n == AsyncWrite.PENDING ? Poll.pending() : Poll.ready(n);
  }
}
