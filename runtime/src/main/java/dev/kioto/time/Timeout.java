package dev.kioto.time;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import org.jspecify.annotations.Nullable;

/// Polls a future, and then the time.
///
/// Follows Tokio's `time/timeout.rs`.
final class Timeout<T extends @Nullable Object> implements Future<T> {
  private final Future<T> future;
  private final Sleep delay;

  Timeout(Future<T> future, Sleep delay) {
    this.future = future;
    this.delay = delay;
  }

  @Override
  public Poll<T> poll(Context cx) {
    boolean hadBudget = cx.hasBudget();
    var poll = pollFuture(cx);
    if (poll.isReady()) {
      delay.drop();
      return poll;
    }
    // A future that spends the whole budget, poll after poll, would otherwise never let the time be looked at.
    if (pollDelay(hadBudget && !cx.hasBudget() ? new NoBudget(cx) : cx)) {
      var waitedFor = AwaitTrace.of(future);
      future.drop();
      throw new ElapsedException("the deadline has passed, and what was waited for is not there: " + waitedFor);
    }
    return poll;
  }

  private Poll<T> pollFuture(Context cx) {
    try {
      var poll = future.poll(cx);
      if (poll == null) {
        throw Poll.noAnswer(future);
      }
      return poll;
    } catch (Throwable e) {
      delay.drop();
      throw e;
    }
  }

  private boolean pollDelay(Context cx) {
    try {
      return delay.poll(cx).isReady();
    } catch (Throwable e) { // outside of a runtime, or after its end
      future.drop();
      throw e;
    }
  }

  @Override
  public void drop() {
    try {
      future.drop();
    } finally {
      delay.drop();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("or the time, " + delay.due());
    trace.future(future);
  }

  private record NoBudget(Context below) implements Context {
    @Override
    public Waker waker() {
      return below.waker();
    }

    @Override
    public void defer() {
      below.defer();
    }
  }
}
