package dev.kioto.scheduler;

import dev.kioto.driver.Driver;
import dev.kioto.driver.Sleeper;
import dev.kioto.driver.Wakeup;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Puts one worker's thread to sleep, on the driver when that is free, and wakes it up.
///
/// Follows Tokio's `runtime/scheduler/multi_thread/park.rs`.
final class Parker implements Sleeper {
  /*
   *     EMPTY -> PARKED     // park
   *    PARKED -> NOTIFIED   // unpark: the caller unparks the thread
   *     EMPTY -> NOTIFIED   // unpark before the park, which then returns at once
   *  NOTIFIED -> EMPTY      // consumed by park
   *    PARKED -> EMPTY      // the driver had something, or the thread was unparked for no reason
   *
   * Happens-before: what was written before unpark() is visible after the park() that consumes it, by the swaps of the
   * one word.
   *
   * The word decides, and the permit of LockSupport only ends the sleep: whoever waits for a lock on this thread may
   * consume a permit that was meant for the sleep. So sleep() reads the word after the last lock was taken. An unpark()
   * before that read is seen by it; one after it leaves a permit that nothing but the sleep consumes.
   */
  private static final int EMPTY = 0;
  private static final int PARKED = 1;
  private static final int NOTIFIED = 2;

  private final AtomicInteger state = new AtomicInteger(EMPTY);
  private volatile @Nullable Thread thread; // null until the owner is known: nobody sleeps then

  // What else ends a sleep: written before an unpark of the thread that does not go by this parker.
  private final BooleanSupplier awaited;

  Parker() {
    this(() -> false);
  }

  /// @param awaited something that the parked thread waits for beside [#unpark]: whoever makes it true unparks the thread
  Parker(BooleanSupplier awaited) {
    this.awaited = awaited;
  }

  /// Makes a thread the one that parks here.
  void bind(Thread owner) {
    thread = owner;
  }

  /// Sleeps until [#unpark], or until the driver has something if nobody else waits on it; may return for no reason.
  /// The worker's own thread only.
  ///
  /// @return how many channels the driver has told, or [Driver#NOT_ASKED]
  int park(Driver driver) {
    int told = Driver.NOT_ASKED;
    if (!state.compareAndSet(EMPTY, PARKED)) {
      state.getAndSet(EMPTY);
      return told;
    }
    if (driver.tryAcquire(this)) {
      try {
        told = driver.park(this);
      } finally {
        driver.release();
      }
    } else {
      sleep(this, FOREVER);
    }
    state.getAndSet(EMPTY);
    return told;
  }

  /// Blocks the thread, unless it was unparked since [#park] began; may return for no reason. Called inside `park`, with
  /// no lock to be taken between this and the sleep.
  ///
  /// @param blocker what a thread dump shows
  /// @param nanos how long at most, or [#FOREVER]
  @Override
  public void sleep(Object blocker, long nanos) {
    if (!isAsleep()) {
      return;
    }
    if (nanos == FOREVER) {
      LockSupport.park(blocker);
    } else {
      LockSupport.parkNanos(blocker, nanos);
    }
  }

  @Override
  public boolean isAsleep() {
    return state.get() == PARKED && !awaited.getAsBoolean();
  }

  @Override
  public @Nullable Thread thread() {
    return thread;
  }

  /// Ends the current park, or the next one. Any thread.
  void unpark() {
    if (state.getAndSet(NOTIFIED) == PARKED) {
      Wakeup.unpark(thread);
    }
  }
}
