package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.scheduler.Wrapper;
import java.lang.ScopedValue.Carrier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Binds scoped values around whatever is done to a future. It is the operation that it has called in each poll, which spares
/// an object.
final class BoundFuture<T extends @Nullable Object>
    implements Future<T>, Wrapper, ScopedValue.CallableOp<Poll<T>, RuntimeException> {
  private final Carrier carrier;
  private final Future<T> future;
  private @Nullable Context polledWith; // the polling thread, during a poll

  BoundFuture(Carrier carrier, Future<T> future) {
    this.carrier = carrier;
    this.future = future.intoFuture();
  }

  @Override
  public Poll<T> poll(Context cx) {
    polledWith = cx;
    try {
      return carrier.call(this);
    } finally {
      polledWith = null;
    }
  }

  @Override
  public Poll<T> call() {
    var poll = future.poll(Objects.requireNonNull(polledWith, "called outside a poll"));
    if (poll == null) {
      throw Poll.noAnswer(future);
    }
    return poll;
  }

  // A platform thread may poll the tasks of its runtime while it waits, which are not to see the binding.
  @Override
  public T await() {
    return Thread.currentThread().isVirtual() ? carrier.<T, RuntimeException>call(future::await) : Future.super.await();
  }

  @Override
  public void drop() {
    carrier.run(future::drop);
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
