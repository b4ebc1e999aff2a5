package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.scheduler.Wrapper;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Takes a unit of the budget for each poll of a future that is ready.
final class Cooperative<T extends @Nullable Object> implements Future<T>, Wrapper {
  private final Future<T> future;

  Cooperative(Future<T> future) {
    this.future = Objects.requireNonNull(future, "future").intoFuture();
  }

  @Override
  public Poll<T> poll(Context cx) {
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    var poll = future.poll(cx);
    if (poll == null) {
      throw Poll.noAnswer(future);
    }
    if (!poll.isReady()) {
      cx.restoreBudget();
    }
    return poll;
  }

  @Override
  public void drop() {
    future.drop();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.future(future);
  }

  @Override
  public Object wrapped() {
    return future;
  }
}
