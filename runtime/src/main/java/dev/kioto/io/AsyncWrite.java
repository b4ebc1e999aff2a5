package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What can be written to without blocking. After Tokio's `io/async_write.rs`.
public interface AsyncWrite {
  /// The answer of a poll that can do nothing yet: the waker of the context will be woken.
  int PENDING = AsyncRead.PENDING;

  /// Writes as much as there is room for. One task or thread writes at a time.
  ///
  /// @param from from its position to its limit; the position moves by what was written, and not when it is pending
  /// @return how many bytes were written: 0 only when the buffer has none; [#PENDING] when there is no room yet
  /// @throws java.io.UncheckedIOException when the write failed
  int pollWrite(Context cx, ByteBuffer from);

  /// Brings to its destination what was written and is kept in between.
  ///
  /// @return whether that is done; false when the waker will be woken
  /// @throws java.io.UncheckedIOException when it failed
  default boolean pollFlush(Context cx) {
    return true;
  }

  /// Ends the writing: flushes, and tells the other side that no more will come. Doing it again does nothing.
  ///
  /// @return whether that is done; false when the waker will be woken
  /// @throws java.io.UncheckedIOException when it failed
  boolean pollShutdown(Context cx);

  /// Waits for room, and writes what fits.
  ///
  /// @return the number of bytes; 0 only when the buffer has none
  default Future<Integer> write(ByteBuffer from) {
    return cx -> {
      int n = pollWrite(cx, from);
      return n == PENDING ? Poll.pending() : Poll.ready(n);
    };
  }

  /// Writes all of a buffer. When it is given up, the position of the buffer says what was written.
  default Future<@Nullable Void> writeAll(ByteBuffer from) {
    return new Until("a write to " + this, cx -> {
      while (from.hasRemaining()) {
        if (pollWrite(cx, from) == PENDING) {
          return false;
        }
      }
      return true;
    });
  }

  /// Flushes, see [#pollFlush].
  default Future<@Nullable Void> flush() {
    return new Until("a flush of " + this, this::pollFlush);
  }

  /// Ends the writing, see [#pollShutdown].
  default Future<@Nullable Void> shutdown() {
    return new Until("the shutdown of " + this, this::pollShutdown);
  }
}
