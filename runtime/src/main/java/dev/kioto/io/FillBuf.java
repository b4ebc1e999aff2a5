package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.nio.ByteBuffer;

/// See [AsyncBufRead#fillBuf].
final class FillBuf extends IoWork<ByteBuffer> {
  private final AsyncBufRead reader;

  FillBuf(AsyncBufRead reader) {
    super(reader, "fillBuf");
    this.reader = reader;
  }

  @Override
  protected Poll<ByteBuffer> step(Context cx) {
    var filled = reader.pollFillBuf(cx);
    return filled == null ? Poll.pending() : Poll.ready(filled);
  }
}
