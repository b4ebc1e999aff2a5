package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.scheduler.Wrapper;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Polls a future with a context whose budget has no end.
final class Unconstrained<T extends @Nullable Object> implements Future<T>, Context, Wrapper {
  private final Future<T> future;
  private @Nullable Context below; // during a poll, the polling thread

  Unconstrained(Future<T> future) {
    this.future = Objects.requireNonNull(future, "future").intoFuture();
  }

  @Override
  public Poll<T> poll(Context cx) {
    below = cx;
    try {
      var poll = future.poll(this);
      if (poll == null) {
        throw Poll.noAnswer(future);
      }
      return poll;
    } finally {
      below = null;
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

  @Override
  public Object wrapped() {
    return future;
  }

  @Override
  public Waker waker() {
    return context().waker();
  }

  @Override
  public void defer() {
    context().defer();
  }

  private Context context() {
    var context = below;
    if (context == null) {
      throw new IllegalStateException("a context was used after its poll");
    }
    return context;
  }
}
