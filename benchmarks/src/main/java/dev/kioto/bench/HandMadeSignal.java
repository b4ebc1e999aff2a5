package dev.kioto.bench;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A signal that is sent once and received by one task: what a user can write on the public API alone.
final class HandMadeSignal implements Future<Boolean>, IdleTasks.Signal {
  /*
   *     null -> Waker   // the receiver's first poll
   *    Waker -> Waker   // a later one, by another waker
   *      any -> SENT    // send; final
   *
   * Happens-before: send() swaps SENT in, a poll that sees it (volatile read, or a failed CAS) sees what the sender did.
   */
  private static final Object SENT = new Object();
  private static final VarHandle STATE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "state",
      VarHandle.class, HandMadeSignal.class, Object.class);

  // The receiver by CAS, the sender by a swap.
  private volatile @Nullable Object state;

  @Override
  public void send() {
    if (STATE.getAndSet(this, SENT) instanceof Waker receiver) {
      receiver.wake();
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // of the mark and of wakers the identity is meant
  public Poll<Boolean> poll(Context cx) {
    Object seen = state;
    if (seen != SENT) {
      var waker = cx.waker();
      if (seen == waker || STATE.compareAndSet(this, seen, waker)) {
        return Poll.pending();
      }
    }
    return BenchFutures.READY;
  }
}
