package dev.kioto.stream;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// A future that is pending for ever, and counts its drops.
final class Droppable<T> implements Future<T> {
  private int drops;

  /// A receive of a channel that does not end.
  @SuppressWarnings({"NullAway", "cast"}) // said here to be so
  static <T> Future<T> nonNull(Future<@Nullable T> future) {
    return (Future<T>) future;
  }

  int drops() {
    return drops;
  }

  @Override
  public Poll<T> poll(Context cx) {
    return Poll.pending();
  }

  @Override
  public void drop() {
    drops++;
  }
}
