package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// A future of an item of a source that may fail and go on: failures of one type become items; null stays the end.
///
/// @param survived the type of those failures
record Attempt<T>(Future<@Nullable T> future,
    Class<? extends RuntimeException> survived) implements Future<@Nullable Outcome<T>> {
  @Override
  public Poll<@Nullable Outcome<T>> poll(Context cx) {
    try {
      return switch (Items.pollFuture(future, cx)) {
        case Poll.Ready<T>(var item) -> Poll.ready(item == null ? null : new Outcome.Success<>(item));
        case Poll.Pending<T> _ -> Poll.pending();
      };
    } catch (RuntimeException e) {
      if (survived.isInstance(e)) {
        return Poll.ready(new Outcome.Failure<>(e));
      }
      throw e;
    }
  }

  @Override
  public void drop() {
    future.drop();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.future(future);
  }
}
