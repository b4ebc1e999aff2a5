package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.nio.ByteBuffer;

/// See [AsyncRead#read].
final class ReadSome extends IoWork<Integer> {
  private final AsyncRead reader;
  private final ByteBuffer into;

  ReadSome(AsyncRead reader, ByteBuffer into) {
    super(reader, "read");
    this.reader = reader;
    this.into = into;
  }

  @Override
  protected Poll<Integer> step(Context cx) {
    int n = reader.pollRead(cx, into);
    return n == AsyncRead.PENDING ? Poll.pending() : Poll.ready(n);
  }
}
