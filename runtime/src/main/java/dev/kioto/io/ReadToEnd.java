package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads up to the end into a buffer that grows up to a limit, or that stays as it is. See [AsyncRead#readToEnd(int)].
final class ReadToEnd<T> extends IoWork<T> {
  private static final int FIRST = 1024; // bytes; a guess

  private final AsyncRead reader;
  private final int limit;
  private final int start;
  private final Value<T> value;

  private ByteBuffer into;
  private @Nullable ByteBuffer more; // for the byte after the limit

  /// What is made of the bytes.
  interface Value<T> {
    T of(ByteBuffer read) throws IOException;
  }

  /// @param limit how many bytes may be read
  ReadToEnd(AsyncRead reader, String what, ByteBuffer into, int limit, Value<T> value) {
    super(reader, what);
    this.reader = reader;
    this.into = into;
    this.start = into.position();
    this.limit = limit;
    this.value = value;
  }

  private static <T> ReadToEnd<T> growing(AsyncRead reader, String what, int limit, Value<T> value) {
    return new ReadToEnd<>(reader, what, ByteBuffer.allocate(Math.min(Bytes.checkLimit(limit), FIRST)), limit, value);
  }

  static ReadToEnd<byte[]> bytes(AsyncRead reader, int limit) {
    return growing(reader, "readToEnd", limit, ReadToEnd::copy);
  }

  private static byte[] copy(ByteBuffer read) {
    var bytes = new byte[read.position()];
    read.get(0, bytes);
    return bytes;
  }

  static ReadToEnd<String> text(AsyncRead reader, int limit) {
    return growing(reader, "readToString", limit,
        read -> Utf8.decode(read.array(), read.arrayOffset(), read.position()));
  }

  static ReadToEnd<Integer> into(AsyncRead reader, ByteBuffer into) {
    int start = into.position();
    return new ReadToEnd<>(reader, "readToEnd", into, into.remaining(), read -> read.position() - start);
  }

  @Override
  protected Poll<T> step(Context cx) {
    while (true) {
      int n = reader.pollRead(cx, room());
      if (n == AsyncRead.PENDING) {
        return Poll.pending();
      }
      if (n == AsyncRead.END) {
        return Poll.ready(value());
      }
      if (more != null) {
        throw failed(new IOException("there are more than " + limit + " bytes"));
      }
    }
  }

  private ByteBuffer room() {
    if (into.hasRemaining()) {
      return into;
    }
    int read = into.position() - start;
    if (read < limit) {
      var grown = ByteBuffer.allocate((int) Math.min(limit, 2L * read));
      into = grown.put(into.flip());
      return into;
    }
    if (more == null) {
      more = ByteBuffer.allocate(1);
    }
    return more;
  }

  private T value() {
    try {
      return value.of(into);
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
