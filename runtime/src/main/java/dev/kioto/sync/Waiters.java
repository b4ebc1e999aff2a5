package dev.kioto.sync;

import dev.kioto.future.Waker;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Those who wait for one kind of news, of which all are told at once: the receivers of a channel whose messages go to
/// everybody. Without locks, so that a thousand of them do not queue up to begin to wait. Any thread.
@SuppressWarnings("ReferenceEquality") // of wakers and marks the identity is meant
final class Waiters {

  /*
   * A stack to which each waiter adds itself, and which is taken as a whole.
   *
   * The state of a waiter:
   *
   *     OUT                -> waker   // arm; then it is pushed
   *     waker, LEFT        -> waker   // arm: it is still in the stack
   *     waker              -> LEFT    // leave: still in the stack, to be armed again or passed over
   *     waker, LEFT        -> GONE    // abandon, retire: passed over for good
   *     waker, LEFT, GONE  -> OUT     // wakeAll, which has taken the stack; a waker is woken
   *
   * Why no news is lost: who waits looks, arms and, when it was pushed, looks again; who has news writes it and then
   * reads `head`. What is looked at, the state and `head` are volatile, so one order holds for all: either the push
   * comes before the read of `head`, and the waiter is taken and woken, or the news comes before the second look. A
   * waiter that was still in the stack needs no second look: the news that its first look missed comes later than that,
   * so that whoever takes the stack after the news, or had taken it before and has not come to this waiter yet, finds
   * the new waker; had it come to the waiter already, the state would be OUT.
   *
   * `next` and the waiter's place are the taker's from the getAndSet of `head` to the write of OUT, and the owner's from
   * there to the push. The taker reads `next` before it writes OUT, since the waiter may be pushed again at once. Only
   * whoever changes OUT to a waker pushes, so no waiter is in the stack twice. Waiters leave the stack all at once, so
   * that the push's CAS cannot be deceived by one that has come back.
   *
   * Those that are GONE would pile up where no news comes. When there are more of them than of the others, the stack is
   * emptied as if there were news; who is woken by that looks, finds nothing, and is pushed again.
   *
   * Happens-before from news to who is woken by it: the waker's business. To who looks again: what is looked at.
   */

  private static final int GONE_AT_LEAST = 32; // a guess: fewer are not worth waking anybody

  private static final VarHandle HEAD = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "head",
      VarHandle.class, Waiters.class, Waiter.class);
  private static final VarHandle GONE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "gone",
      VarHandle.class, Waiters.class, int.class);
  private static final VarHandle STATE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "state",
      VarHandle.class, Waiter.class, Object.class);

  private enum Mark {
    OUT, LEFT, GONE
  }

  // Pushed to by CAS, taken by getAndSet.
  private volatile @Nullable Waiter head;

  // How many in the stack are GONE, by getAndAdd; for a moment too low, even negative, while one is being taken.
  private volatile int gone;

  // How many of them are put up with: as many as were armed when the stack was last taken. Any writer's is good enough.
  private volatile int mostGone = GONE_AT_LEAST;

  /// One who may wait, not in the stack yet.
  Waiter waiter() {
    return new Waiter();
  }

  /// Wakes all that wait, those first that began first. To be called after the news was written; when nobody waits it
  /// is one volatile read.
  void wakeAll() {
    if (head == null) {
      return;
    }
    var waiter = oldestFirst((Waiter) HEAD.getAndSet(this, null));
    int armed = 0;
    int left = 0;
    while (waiter != null) {
      var next = waiter.next;
      waiter.next = null;
      var state = STATE.getAndSet(waiter, Mark.OUT);
      if (state instanceof Waker waker) {
        armed++;
        waker.wake();
      } else if (state == Mark.GONE) {
        left++;
      }
      waiter = next;
    }
    if (left != 0) {
      GONE.getAndAdd(this, -left);
    }
    mostGone = Math.max(GONE_AT_LEAST, armed);
  }

  /// How many that are gone are still in the stack. For tests.
  int gone() {
    return gone;
  }

  private static @Nullable Waiter oldestFirst(@Nullable Waiter newest) {
    Waiter first = null;
    var waiter = newest;
    while (waiter != null) {
      var next = waiter.next;
      waiter.next = first;
      first = waiter;
      waiter = next;
    }
    return first;
  }

  /// One who may wait, again and again.
  final class Waiter {

    // As the table says: a mark, or the waker of who waits.
    private volatile Object state = Mark.OUT;

    // The owner's or the taker's, see above.
    private @Nullable Waiter next;

    private Waiter() {}

    /// Has `waker` woken at the next news, instead of the one before.
    ///
    /// @return whether the caller must look again, for news that came before
    boolean arm(Waker waker) {
      while (true) {
        var found = state;
        if (found == waker) {
          return false;
        }
        if (found == Mark.GONE) {
          return true; // retired: the second look finds the end
        }
        if (STATE.compareAndSet(this, found, waker)) {
          if (found == Mark.OUT) {
            push();
          }
          return found == Mark.OUT;
        }
      }
    }

    private void push() {
      Waiter top;
      do {
        top = head;
        next = top;
      } while (!HEAD.compareAndSet(Waiters.this, top, this));
    }

    /// Stops waiting with this waker, unless another has replaced it.
    void leave(Waker waker) {
      STATE.compareAndSet(this, waker, Mark.LEFT);
    }

    /// Stops waiting, for good.
    void abandon() {
      dismiss();
    }

    /// Stops waiting for good, and wakes who waited.
    void retire() {
      if (dismiss() instanceof Waker waker) {
        waker.wake();
      }
    }

    private Object dismiss() {
      while (true) {
        var found = state;
        if (found == Mark.OUT || found == Mark.GONE) {
          return found;
        }
        if (STATE.compareAndSet(this, found, Mark.GONE)) {
          if ((int) GONE.getAndAdd(Waiters.this, 1) >= mostGone) {
            wakeAll();
          }
          return found;
        }
      }
    }
  }
}
