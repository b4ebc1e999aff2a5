package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// The next item. It holds nothing between polls, so there is nothing to lose.
record Next<T>(Stream<T> stream) implements Future<@Nullable T> {
  @Override
  public Poll<@Nullable T> poll(Context cx) {
    return Items.poll(stream, cx);
  }

  @Override
  public void describe(AwaitTrace trace) {
    Items.describe(trace, stream);
  }
}
