package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.nio.ByteBuffer;

/// What can be read from without blocking. After Tokio's `io/async_read.rs`.
public interface AsyncRead {
  /// The answer of a poll that has nothing yet: the waker of the context will be woken.
  int PENDING = -2;

  /// The answer of a read at the end.
  int END = -1;

  /// Reads what is there, at most what fits. One task or thread reads at a time.
  ///
  /// @param into from its position to its limit; the position moves by what was read, and not when it is pending
  /// @return how many bytes were read: 0 only when the buffer has no room; [#END] at the end; [#PENDING] when there is nothing yet
  /// @throws java.io.UncheckedIOException when the read failed; the buffer is as it was
  int pollRead(Context cx, ByteBuffer into);

  /// Waits for something to read, and reads it. Cancellation loses nothing: what was not read is there for the next read.
  ///
  /// @param into from its position to its limit
  /// @return the number of bytes, or [#END]; 0 only when the buffer has no room
  default Future<Integer> read(ByteBuffer into) {
    return cx -> {
      int n = pollRead(cx, into);
      return n == PENDING ? Poll.pending() : Poll.ready(n);
    };
  }
}
