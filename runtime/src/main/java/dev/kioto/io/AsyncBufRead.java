package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A reader with a buffer of its own, which can be looked at before it is read: so it can be read up to a byte that is searched for.
/// After Tokio's `io/async_buf_read.rs` and `io/util/async_buf_read_ext.rs`.
public interface AsyncBufRead extends AsyncRead {
  /// A buffer without bytes: the end.
  ByteBuffer EMPTY = ByteBuffer.allocate(0);

  /// What is in the buffer; when nothing is, it is read into first. One task or thread reads at a time.
  ///
  /// @return the bytes from its position to its limit, none of them at the end; null when there are none yet, and the waker of the
  ///     context will be woken. It is valid up to the next call of this reader, and neither its bytes nor its position are to be
  ///     changed: to pass over what was used is [#consume]
  /// @throws java.io.UncheckedIOException when the read failed
  @Nullable ByteBuffer pollFillBuf(Context cx);

  /// Passes over bytes that [#pollFillBuf] has shown.
  ///
  /// @param n how many
  /// @throws IllegalArgumentException when there are not as many in the buffer
  void consume(int n);

  /// Waits for something in the buffer, and shows it, see [#pollFillBuf]. Cancellation loses nothing.
  default Future<ByteBuffer> fillBuf() {
    return new FillBuf(this);
  }

  /// Reads up to a byte, and this byte too; or up to the end. When it is given up, and when it fails, the position of the buffer
  /// says what was read: the same buffer can be read into further.
  ///
  /// The future fails when the buffer is full before the byte was there: its room is the limit.
  ///
  /// @param into from its position to its limit
  /// @return how many bytes were read; 0 at the end
  default Future<Integer> readUntil(byte delimiter, ByteBuffer into) {
    return new ReadUntil(this, delimiter, into);
  }

  /// Reads a line of UTF-8, which ends with `\n`, with `\r\n`, or with the end of all. Cancellation loses what was read of the
  /// line; that is kept by [#lines].
  ///
  /// The future fails when the line is longer than the limit: what has come of it is lost, and what has not is read as a line then.
  /// It fails with [InvalidUtf8Exception] as its cause when the line is no text, and passes over it.
  ///
  /// @param limit in bytes, without what ends the line
  /// @return the line without what ends it; null at the end
  /// @throws IllegalArgumentException when the limit is negative
  default Future<@Nullable String> readLine(int limit) {
    return lines(limit).nextLine();
  }

  /// The lines of what is read. A stream of them is `Streams.lines` of `dev.kioto.stream`.
  ///
  /// @param limit how many bytes a line may have, without what ends it
  /// @throws IllegalArgumentException when the limit is negative
  default Lines lines(int limit) {
    return new Lines(this, limit);
  }

  /// The parts between bytes of one kind. A stream of them is `Streams.split` of `dev.kioto.stream`.
  ///
  /// @param limit how many bytes a part may have, without the delimiter
  /// @throws IllegalArgumentException when the limit is negative
  default Split split(byte delimiter, int limit) {
    return new Split(this, delimiter, limit);
  }

  @Override
  default BufTake take(long limit) {
    return new BufTake(this, limit);
  }

  /// What is read from this one up to its end, and then from another.
  default AsyncBufRead chain(AsyncBufRead next) {
    return new Chain.Buffered(this, next);
  }

  @Override
  default int pollRead(Context cx, ByteBuffer into) {
    if (!into.hasRemaining()) {
      return 0;
    }
    var filled = pollFillBuf(cx);
    if (filled == null) {
      return PENDING;
    }
    int n = Math.min(filled.remaining(), into.remaining());
    if (n == 0) {
      return END;
    }
    into.put(into.position(), filled, filled.position(), n);
    into.position(into.position() + n);
    consume(n);
    return n;
  }
}
