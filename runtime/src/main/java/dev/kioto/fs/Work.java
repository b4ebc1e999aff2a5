package dev.kioto.fs;

import dev.kioto.future.Poll;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What is done on the blocking pool, piece by piece. One thread at a time, each seeing what the one before did.
///
/// @param <T> the type of the answer
@FunctionalInterface
interface Work<T extends @Nullable Object> {
  /// What one piece reads or writes at most, in bytes. Tokio's, of `io/blocking.rs`.
  int PIECE_BYTES = 2 * 1024 * 1024;

  /// Does one piece.
  ///
  /// @return the answer, or pending when there is more to do
  Poll<T> piece() throws IOException;

  /// Frees what it holds, an answer that nobody took included: it was given up, or has failed. May come more than once.
  default void close() {}

  /// Work of one piece.
  static <T extends @Nullable Object> Work<T> of(Call<T> call) {
    return () -> Poll.ready(call.call());
  }

  /// One call of the system.
  ///
  /// @param <T> the type of the answer
  @FunctionalInterface
  interface Call<T extends @Nullable Object> {
    T call() throws IOException;
  }
}
