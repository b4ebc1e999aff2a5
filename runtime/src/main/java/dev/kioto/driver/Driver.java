package dev.kioto.driver;

import dev.kioto.future.BriefLock;
import dev.kioto.future.CancelledException;
import dev.kioto.future.Waker;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Where the outside world enters: deadlines now. One parked worker at a time holds it and sleeps until the next thing is
/// due; workers that never park look in every few ticks.
public final class Driver {
  /*
   * holder: null -> Thread (park, under the lock, before the deadline is read) -> null (after the sleep). register() adds
   * an entry under the same lock and then unparks the holder it finds if the entry is due before what the holder sleeps
   * for. Either the holder read the deadline after the entry was in, or register() sees the holder, whose sleep ends by
   * the permit: the holder takes no lock between its own note and the sleep, so nothing else consumes that permit.
   */
  static final long NANOS_PER_TICK = 1_000_000; // Tokio's millisecond

  private final long startNanos = System.nanoTime();
  private final AtomicBoolean acquired = new AtomicBoolean();

  // Nobody who owns a worker's queue takes it on a virtual thread.
  private final BriefLock lock = new BriefLock();

  // All guarded by lock.
  private final TimerWheel wheel = new TimerWheel();
  private @Nullable Thread holder;
  private long holderTick;
  private boolean closed;

  // The tick of the wheel's next work, for a look without the lock. Written under the lock.
  private volatile long nextTick = TimerWheel.NO_DEADLINE;

  public boolean tryAcquire() {
    return !acquired.get() && acquired.compareAndSet(false, true);
  }

  public void release() {
    acquired.set(false);
  }

  /// Sleeps until the next deadline or an unpark, then fires what is due. By the holder alone, from its [Sleeper].
  public void park(Sleeper sleeper) {
    long until;
    lock.lock();
    try {
      until = wheel.nextTick();
      holder = sleeper.thread();
      holderTick = until;
    } finally {
      lock.unlock();
    }
    if (until == TimerWheel.NO_DEADLINE) {
      sleeper.sleep(this, Sleeper.FOREVER);
    } else {
      sleeper.sleep(this, startNanos + until * NANOS_PER_TICK - System.nanoTime());
    }
    lock.lock();
    try {
      holder = null;
    } finally {
      lock.unlock();
    }
    fire(tickOf(System.nanoTime()));
  }

  /// Fires what is due, if nobody else is at it. Any worker, between polls.
  ///
  /// @param nowNanos a reading of [System#nanoTime] just made
  public void turn(long nowNanos) {
    long now = tickOf(nowNanos);
    if (nextTick <= now && tryAcquire()) {
      try {
        fire(now);
      } finally {
        release();
      }
    }
  }

  private void fire(long now) {
    if (nextTick > now) {
      return;
    }
    TimerEntry first = null;
    lock.lock();
    try {
      TimerEntry last = null;
      TimerEntry entry;
      while ((entry = wheel.pollExpired(now)) != null) {
        entry.fired = true;
        first = first == null ? entry : first;
        last = append(last, entry);
      }
      nextTick = wheel.nextTick();
    } finally {
      lock.unlock();
    }
    wakeAll(first); // outside the lock: a waker may run anything
  }

  // Entries that the wheel has let go of are linked through themselves: a list could lack the memory, and lose the wakes.
  private static TimerEntry append(@Nullable TimerEntry last, TimerEntry entry) {
    if (last != null) {
      last.next = entry;
    }
    return entry;
  }

  // The link and the waker are left alone by others: the entries are not in the wheel, and take no waker any more. A cancel
  // may come in between, and clear a waker that is not wanted then.
  private static void wakeAll(@Nullable TimerEntry first) {
    var entry = first;
    while (entry != null) {
      var waker = entry.waker;
      var next = entry.next;
      entry.waker = null;
      entry.next = null;
      if (waker != null) {
        Uncaught.wake(waker);
      }
      entry = next;
    }
  }

  // The whole ticks that have passed: an entry fires when its tick, which was rounded up, has begun.
  private long tickOf(long nanos) {
    return (nanos - startNanos) / NANOS_PER_TICK;
  }

  /// An entry for a deadline, not yet in the wheel.
  ///
  /// @param deadlineNanos by [System#nanoTime]; rounded up to the next tick, so that nothing fires early
  public TimerEntry entry(long deadlineNanos) {
    long ahead = deadlineNanos - startNanos;
    long tick = ahead <= 0 ? 0 : Math.ceilDiv(ahead, NANOS_PER_TICK);
    return new TimerEntry(this, tick);
  }

  /// Leaves a waker with an entry, which joins the wheel with its first waker.
  ///
  /// @return false when the entry is due
  /// @throws CancelledException when the runtime has shut down
  public boolean register(TimerEntry entry, Waker waker) {
    Thread sleeper = null;
    lock.lock();
    try {
      if (entry.fired) {
        return false;
      }
      if (closed) {
        throw new CancelledException("the runtime of this timer has shut down");
      }
      entry.waker = waker;
      if (entry.level == TimerEntry.NOT_IN_WHEEL) {
        if (!wheel.insert(entry)) {
          entry.fired = true;
          entry.waker = null;
          return false;
        }
        nextTick = wheel.nextTick();
        if (holder != null && nextTick < holderTick) {
          holderTick = nextTick;
          sleeper = holder;
        }
      }
    } finally {
      lock.unlock();
    }
    if (sleeper != null) {
      LockSupport.unpark(sleeper);
    }
    return true;
  }

  public void cancel(TimerEntry entry) {
    lock.lock();
    try {
      wheel.remove(entry);
      entry.waker = null;
      nextTick = wheel.nextTick();
    } finally {
      lock.unlock();
    }
  }

  /// Refuses new deadlines, and wakes those who wait for one: nobody would at the deadline. It may be the root of a
  /// `blockOn`, or a blocking job, which no shutdown ends.
  public void close() {
    TimerEntry first = null;
    lock.lock();
    try {
      closed = true;
      TimerEntry last = null;
      TimerEntry entry;
      while ((entry = wheel.pollAny()) != null) {
        first = first == null ? entry : first;
        last = append(last, entry);
      }
    } finally {
      lock.unlock();
    }
    wakeAll(first);
  }
}
