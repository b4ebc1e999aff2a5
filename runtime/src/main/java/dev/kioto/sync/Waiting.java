package dev.kioto.sync;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.resource.Operation;
import org.jspecify.annotations.Nullable;

/// Waits for what can be looked at, and of whose changes [Waiters] are told. It holds nothing between polls, so that
/// there is nothing to lose when it is dropped.
///
/// @param <T> the type of the value
abstract class Waiting<T extends @Nullable Object> extends Operation<T> {
  private final Waiters.Waiter waiter;

  // The polling thread only: what the waiter was armed with.
  private @Nullable Waker armed;

  Waiting(Waiters.Waiter waiter) {
    this.waiter = waiter;
  }

  /// Takes what there is, or finds that there is nothing yet. May throw; the future is over then.
  abstract Poll<T> look();

  @Override
  protected final Poll<T> step(Context cx) {
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    boolean waits = false;
    try {
      var found = look();
      if (!found.isReady() && arm(cx.waker())) {
        found = look();
      }
      waits = !found.isReady();
      return found;
    } finally {
      if (waits) {
        cx.restoreBudget();
      } else {
        giveUp();
      }
    }
  }

  private boolean arm(Waker waker) {
    armed = waker;
    return waiter.arm(waker);
  }

  @Override
  protected final void giveUp() {
    if (armed != null) {
      leave(waiter, armed);
      armed = null;
    }
  }

  /// Takes the waker out. The waiter may be armed again later; where it will not be, this abandons it.
  void leave(Waiters.Waiter waiter, Waker waker) {
    waiter.leave(waker);
  }
}
