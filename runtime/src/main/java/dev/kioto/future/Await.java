package dev.kioto.future;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Drives one future on the calling thread, which parks between polls.
final class Await implements Context, Waker, BooleanSupplier {
  private static final VarHandle WOKEN = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "woken",
      VarHandle.class, Await.class, boolean.class);

  private final Thread thread;
  private final @Nullable Future<?> future;
  private final AwaitHost host = AwaitHost.get();

  // Set volatile by any waker, cleared by the waiting thread before it polls. A wake before the clearing is answered by
  // the poll that follows; one after it ends the loop in park(), because unpark leaves a permit. The clearing reads what
  // it overwrites: a plain write over an unread wake would leave no edge from what the waker did to that poll.
  private volatile boolean woken;

  // The waiting thread only: the last poll was cut short to let others run.
  private boolean yields;

  /// @param future what is awaited, for those who look at the thread; null for nothing
  Await(Thread thread, @Nullable Future<?> future) {
    this.thread = thread;
    this.future = future;
  }

  @Nullable Future<?> future() {
    return future;
  }

  static <T extends @Nullable Object> T await(Future<T> future) {
    Thread thread = Thread.currentThread();
    var await = new Await(thread, future);
    if (!thread.isVirtual()) {
      await.host.checkMayWait();
    }
    boolean over = false;
    try {
      while (true) {
        Poll<T> poll;
        try {
          poll = future.poll(await);
        } catch (Throwable e) {
          over = true;
          throw e;
        }
        if (poll instanceof Poll.Ready<T>(T value)) {
          over = true;
          return value;
        }
        if (poll == null) {
          throw Poll.noAnswer(future);
        }
        await.park();
        await.clear();
      }
    } finally {
      if (!over) {
        future.drop();
      }
    }
  }

  boolean isWoken() {
    return woken;
  }

  @Override
  public boolean getAsBoolean() {
    return woken;
  }

  void clear() {
    WOKEN.getAndSet(this, false);
  }

  private void park() {
    if (yields) {
      yields = false;
      refuseIfInterrupted(); // a task whose futures are always ready is to end here when it was aborted
      host.yieldNow();
    }
    while (!isWoken()) {
      refuseIfInterrupted();
      host.park(this, this);
    }
  }

  private static void refuseIfInterrupted() {
    if (Thread.interrupted()) {
      throw new CancelledException("interrupted while waiting for a future");
    }
  }

  @Override
  public Waker waker() {
    return this;
  }

  @Override
  public boolean takeBudget() {
    if (host.takeBudget()) {
      return true;
    }
    defer();
    return false;
  }

  @Override
  public void restoreBudget() {
    host.restoreBudget();
  }

  @Override
  public boolean hasBudget() {
    return host.hasBudget();
  }

  @Override
  public void defer() {
    yields = true;
    woken = true;
  }

  @Override
  public void wake() {
    woken = true;
    host.unpark(thread);
  }
}
