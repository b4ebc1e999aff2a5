package dev.kioto.future;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Drives one future on the calling thread, which parks between polls.
final class Await implements Context, Waker {
  private static final VarHandle WOKEN = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "woken",
      VarHandle.class, Await.class, boolean.class);

  private final Thread thread;

  // Set volatile by any waker, cleared by the waiting thread before it polls. A wake before the clearing is answered by
  // the poll that follows; one after it ends the loop in park(), because unpark leaves a permit. The clearing reads what
  // it overwrites: a plain write over an unread wake would leave no edge from what the waker did to that poll.
  private volatile boolean woken;

  Await(Thread thread) {
    this.thread = thread;
  }

  static <T extends @Nullable Object> T await(Future<T> future) {
    Thread thread = Thread.currentThread();
    if (thread instanceof NonBlockingThread) {
      throw new IllegalStateException(
          "await() was called on worker thread '" + thread.getName() + "' inside the poll of a future task, which would"
              + " block the worker: return Poll.pending() instead, or spawn a direct task");
    }
    var await = new Await(thread);
    boolean over = false;
    try {
      while (true) {
        await.clear();
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

  void clear() {
    WOKEN.getAndSet(this, false);
  }

  private void park() {
    while (!isWoken()) {
      if (Thread.interrupted()) {
        throw new CancelledException("interrupted while waiting for a future");
      }
      LockSupport.park(this);
    }
  }

  @Override
  public Waker waker() {
    return this;
  }

  @Override
  public void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }
}
