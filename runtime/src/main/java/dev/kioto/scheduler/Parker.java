package dev.kioto.scheduler;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Puts one worker's thread to sleep, on the driver when that is free, and wakes it up.
///
/// Follows Tokio's `runtime/scheduler/multi_thread/park.rs`.
final class Parker {
  /*
   *     EMPTY -> PARKED     // park
   *    PARKED -> NOTIFIED   // unpark: the caller unparks the thread
   *     EMPTY -> NOTIFIED   // unpark before the park, which then returns at once
   *  NOTIFIED -> EMPTY      // consumed by park
   *    PARKED -> EMPTY      // the driver had something, or the thread was unparked for no reason
   *
   * Happens-before: what was written before unpark() is visible after the park() that consumes it, by the swaps of the
   * one word.
   */
  private static final int EMPTY = 0;
  private static final int PARKED = 1;
  private static final int NOTIFIED = 2;

  private final AtomicInteger state = new AtomicInteger(EMPTY);
  private final Thread thread;

  Parker(Thread thread) {
    this.thread = thread;
  }

  /// Sleeps until [#unpark], or until the driver has something if nobody else waits on it; may return for no reason.
  /// The worker's own thread only.
  void park(Driver driver) {
    if (!state.compareAndSet(EMPTY, PARKED)) {
      state.set(EMPTY);
      return;
    }
    if (driver.tryAcquire()) {
      try {
        driver.park(thread);
      } finally {
        driver.release();
      }
    } else {
      LockSupport.park(this);
    }
    state.getAndSet(EMPTY);
  }

  /// Ends the current park, or the next one. Any thread.
  void unpark() {
    if (state.getAndSet(NOTIFIED) == PARKED) {
      LockSupport.unpark(thread);
    }
  }
}
