package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is between delimiters, one after the other: what [Lines] and [Split] have in common. What has come of a segment stays here
/// until it is complete. The polling thread.
///
/// @param <T> what is made of a segment
abstract class Segments<T> {
  private static final int KEPT = 8 * 1024; // bytes of room that are kept for the next segment; a guess
  private static final byte[] NONE = {};

  private final AsyncBufRead reader;
  private final String what;
  private final byte delimiter;
  private final int limit;

  // What has come of a segment that is not complete, in an array that is used again.
  private byte[] part = NONE;
  private int length;

  // The segment was too long: the rest of it is passed over.
  private boolean skipping;

  Segments(AsyncBufRead reader, String what, byte delimiter, int limit) {
    this.reader = reader;
    this.what = what;
    this.delimiter = delimiter;
    this.limit = Bytes.checkLimit(limit);
  }

  final AsyncBufRead reader() {
    return reader;
  }

  /// How many of the last bytes belong to the delimiter, where that is more than one byte.
  ///
  /// @param terminated whether the delimiter's byte is there, behind these
  abstract int trailing(byte[] bytes, int from, int length, boolean terminated);

  /// The segment, of its bytes.
  abstract T segment(byte[] bytes, int from, int length) throws IOException;

  /// The next segment; null at the end.
  final Poll<@Nullable T> pollNext(Context cx) {
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    while (true) {
      var filled = reader.pollFillBuf(cx);
      if (filled == null) {
        cx.restoreBudget();
        return Poll.pending();
      }
      if (!filled.hasRemaining()) {
        skipping = false;
        return Poll.ready(length == 0 ? null : complete(false));
      }
      int at = Bytes.find(filled, delimiter);
      if (skipping) {
        skipping = at < 0;
        reader.consume(at < 0 ? filled.remaining() : at + 1);
      } else if (at < 0) {
        addAll(filled);
      } else {
        return Poll.ready(upTo(filled, at));
      }
    }
  }

  private T upTo(ByteBuffer filled, int at) {
    if (length > 0 || !filled.hasArray()) {
      boolean fits = add(filled, at);
      reader.consume(at + 1);
      if (!fits) {
        throw tooLong();
      }
      return complete(true);
    }
    int from = filled.arrayOffset() + filled.position();
    try {
      int n = at - trailing(filled.array(), from, at, true);
      if (n > limit) {
        throw tooLong();
      }
      return segment(filled.array(), from, n);
    } catch (IOException e) {
      throw failed(e);
    } finally {
      reader.consume(at + 1);
    }
  }

  private void addAll(ByteBuffer filled) {
    int n = filled.remaining();
    skipping = !add(filled, n);
    reader.consume(n);
    if (skipping) {
      throw tooLong();
    }
  }

  // Whether it fits. One byte above the limit may turn out to belong to the delimiter.
  private boolean add(ByteBuffer filled, int n) {
    if (length + n - 1L > limit) {
      return false;
    }
    int needed = length + n;
    if (needed > part.length) {
      part = Arrays.copyOf(part, (int) Math.max(needed, Math.min(limit + 1L, 2L * part.length)));
    }
    filled.get(filled.position(), part, length, n);
    length = needed;
    return true;
  }

  private T complete(boolean terminated) {
    int n = length - trailing(part, 0, length, terminated);
    try {
      if (n > limit) {
        throw tooLong();
      }
      return segment(part, 0, n);
    } catch (IOException e) {
      throw failed(e);
    } finally {
      reset();
    }
  }

  private RuntimeException tooLong() {
    reset();
    return failed(new IOException("it is longer than " + limit + " bytes"));
  }

  private RuntimeException failed(IOException e) {
    return AsyncChannel.failed(reader, what, e);
  }

  private void reset() {
    length = 0;
    if (part.length > KEPT) {
      part = NONE;
    }
  }
}
