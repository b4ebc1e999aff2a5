package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Fills a buffer, and makes a value of it. See [AsyncRead#readExact] and the numbers there.
final class ReadExact<T extends @Nullable Object> extends IoWork<T> {
  private final AsyncRead reader;
  private final ByteBuffer into;
  private final int wanted;
  private final Function<ByteBuffer, T> value;

  /// @param value of the buffer as it is when it is full
  ReadExact(AsyncRead reader, String what, ByteBuffer into, Function<ByteBuffer, T> value) {
    super(reader, what);
    this.reader = reader;
    this.into = into;
    this.wanted = into.remaining();
    this.value = value;
  }

  /// A number, of as many bytes as it has.
  static <T> ReadExact<T> number(AsyncRead reader, String what, int width, Function<ByteBuffer, T> value) {
    return new ReadExact<>(reader, what, ByteBuffer.allocate(width), full -> value.apply(full.flip()));
  }

  @Override
  protected Poll<T> step(Context cx) {
    while (into.hasRemaining()) {
      int n = reader.pollRead(cx, into);
      if (n == AsyncRead.PENDING) {
        return Poll.pending();
      }
      if (n == AsyncRead.END) {
        int missing = into.remaining();
        throw failed(new EOFException(
            "the end came after " + (wanted - missing) + " of " + wanted + " bytes, " + missing + " are missing"));
      }
    }
    return Poll.ready(value.apply(into));
  }
}
