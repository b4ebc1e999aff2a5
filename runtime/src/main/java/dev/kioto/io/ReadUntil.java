package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;

/// See [AsyncBufRead#readUntil].
final class ReadUntil extends IoWork<Integer> {
  private final AsyncBufRead reader;
  private final byte delimiter;
  private final ByteBuffer into;
  private final int start;

  ReadUntil(AsyncBufRead reader, byte delimiter, ByteBuffer into) {
    super(reader, "readUntil");
    this.reader = reader;
    this.delimiter = delimiter;
    this.into = into;
    this.start = into.position();
  }

  @Override
  protected Poll<Integer> step(Context cx) {
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    while (true) {
      var filled = reader.pollFillBuf(cx);
      if (filled == null) {
        cx.restoreBudget();
        return Poll.pending();
      }
      int at = Bytes.find(filled, delimiter);
      int wanted = at < 0 ? filled.remaining() : at + 1;
      int n = Math.min(wanted, into.remaining());
      into.put(into.position(), filled, filled.position(), n);
      into.position(into.position() + n);
      reader.consume(n);
      if (n < wanted) {
        throw failed(new IOException("no byte " + (delimiter & 0xff) + " among the " + (into.position() - start)
            + " bytes that the buffer has room for"));
      }
      if (at >= 0 || wanted == 0) {
        return Poll.ready(into.position() - start);
      }
    }
  }
}
