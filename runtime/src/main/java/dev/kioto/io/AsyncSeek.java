package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;

/// What has a position that reading and writing start from. After Tokio's `io/async_seek.rs`, in one method instead of two.
public interface AsyncSeek {
  /// The answer of a poll that is not there yet: the waker of the context will be woken.
  long PENDING = AsyncRead.PENDING;

  /// Goes to another position. One task or thread uses it at a time, for reading and writing as well.
  ///
  /// @param to where; the polls of one seek are given the same object, by which they are known to be of the same one
  /// @return the new position, from the start; [#PENDING] when the seek has begun and is not over
  /// @throws IllegalArgumentException when that is before the start, or too far for a number; the position is as it was
  /// @throws java.io.UncheckedIOException when it failed
  long pollSeek(Context cx, SeekFrom to);

  /// Goes to another position, and gives it as it is from the start. One that is given up may have moved, or may move yet,
  /// before the next operation begins.
  ///
  /// The future throws [IllegalArgumentException] when that is before the start.
  default Future<Long> seek(SeekFrom to) {
    SeekFrom own = switch (to) { // one object for each seek: the caller's may be a constant
      case SeekFrom.Start(long offset) -> new SeekFrom.Start(offset);
      case SeekFrom.Current(long offset) -> new SeekFrom.Current(offset);
      case SeekFrom.End(long offset) -> new SeekFrom.End(offset);
    };
    return cx -> {
      long position = pollSeek(cx, own);
      return position == PENDING ? Poll.pending() : Poll.ready(position);
    };
  }

  /// Goes back to the start.
  default Future<Long> rewind() {
    return seek(SeekFrom.start(0));
  }

  /// The position now, from the start.
  default Future<Long> streamPosition() {
    return seek(SeekFrom.current(0));
  }
}
