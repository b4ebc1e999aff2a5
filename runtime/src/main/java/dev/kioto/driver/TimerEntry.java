package dev.kioto.driver;

import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// One deadline in the wheel of [Timers], and the waker to be woken at it. It belongs to one owner, whose calls do not overlap; the
/// driver's threads race with them. It fires once.
public final class TimerEntry {
  /*
   * due:  tick -> later   // the owner defers it: by CAS, without the driver's lock
   *       tick -> sooner  // the owner moves it, under the lock
   *       tick -> FIRED   // its turn: by CAS, under the lock; final
   *
   * The wheel keeps an entry by `tick`, which is never after `due`: when the turn of `tick` comes and `due` is later, the
   * entry is placed again. So whoever waits longer and longer, as a timeout that every message puts off, costs a CAS each
   * time and the lock once a turn. The CAS decides between the deferral and the firing: a deferral that returned true is
   * not followed by a wake before its tick, and one that returned false is of an entry that has fired.
   *
   * Happens-before: what a thread did before it fired the entry (CAS) is visible to the owner that reads FIRED; what the owner
   * did before it left its waker, to who wakes it (both under the lock).
   */
  static final int NOT_IN_WHEEL = -1;
  private static final long FIRED = -1;
  private static final VarHandle DUE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "due",
      VarHandle.class, TimerEntry.class, long.class);

  private final Timers timers;
  private volatile long due; // see above

  // All guarded by the driver's lock.
  long tick;
  int level = NOT_IN_WHEEL;
  int slot;
  @Nullable TimerEntry previous;
  @Nullable TimerEntry next;

  // Written under the driver's lock, and cleared by who wakes it; the owner reads it without, to know its own.
  @Nullable Waker waker;

  TimerEntry(Timers timers, long tick) {
    this.timers = timers;
    this.tick = tick;
    due = tick;
  }

  /// Ready once the deadline has passed; otherwise leaves the waker to be woken then.
  ///
  /// @throws dev.kioto.future.CancelledException when the runtime has shut down before
  @SuppressWarnings("ReferenceEquality") // wakers are compared by identity
  public Poll<@Nullable Void> poll(Waker waker) {
    // In this order: one that has not fired when it is looked at will wake the waker that it holds.
    boolean known = this.waker == waker;
    if (isFired()) {
      return Poll.ready(null);
    }
    return known || timers.register(this, waker) ? Poll.pending() : Poll.ready(null);
  }

  /// Changes the deadline of an entry, also of one that waits: its waker is woken at the new one.
  ///
  /// @return false when it has fired, and stays so
  public boolean reset(long deadlineNanos) {
    return moveTo(Clock.tickFrom(deadlineNanos));
  }

  boolean moveTo(long later) {
    while (true) {
      long seen = due;
      if (seen == FIRED) {
        return false;
      }
      if (later < seen) {
        return timers.bringForward(this, later);
      }
      if (DUE.compareAndSet(this, seen, later)) {
        return true;
      }
    }
  }

  /// Forgets the deadline. Needed only for an entry that has not fired.
  public void cancel() {
    if (!isFired()) {
      timers.cancel(this);
    }
  }

  /// The clock by which it is due.
  public Clock clock() {
    return timers.clock();
  }

  boolean isFired() {
    return due == FIRED;
  }

  // --- under the driver's lock ---

  /// Makes it due at an earlier tick, unless it has fired.
  boolean setDue(long sooner) {
    while (true) {
      long seen = due;
      if (seen == FIRED) {
        return false;
      }
      if (DUE.compareAndSet(this, seen, sooner)) {
        return true;
      }
    }
  }

  /// Fires it if it is due. Takes over the tick to which it was deferred.
  boolean fire(long now) {
    while (true) {
      long seen = due;
      if (seen == FIRED) {
        return true;
      }
      tick = seen;
      if (seen > now) {
        return false;
      }
      if (DUE.compareAndSet(this, seen, FIRED)) {
        return true;
      }
    }
  }

  /// Takes over the tick to which it was deferred. Out of the wheel.
  void catchUp() {
    long seen = due;
    if (seen != FIRED) {
      tick = seen;
    }
  }
}
