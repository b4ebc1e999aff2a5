package dev.kioto.sync;

import dev.kioto.future.BriefLock;
import dev.kioto.future.Context;
import dev.kioto.future.Waker;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A fair semaphore that hands out many permits at a time: what the mutex and the bounded channel are made of. Follows
/// Tokio's `sync/batch_semaphore.rs`.
///
/// Who asks first is served first. A waiter at the head of the queue collects permits as they come back, even fewer
/// than it asked for, so that a large request is not starved by small ones; nobody gets a permit past a queue.
final class BatchSemaphore {

  /*
   * The word `state`:
   *
   *   63                                            2        1         0
   *  +------------------------------------------------+---------+--------+
   *  |            free permits (31 bits used)         | WAITERS | CLOSED |
   *  +------------------------------------------------+---------+--------+
   *
   *     from              to                  who
   *     p                 p-n                 acquire, p >= n: one CAS
   *     p                 0 WAITERS           acquire, p < n: takes p and joins the queue      (lock)
   *     p                 p+n                 release while nobody waits: one CAS
     p [CLOSED]        p-n [CLOSED]        forget, n <= p: one CAS
   *     0 WAITERS         0 WAITERS           release, all of it goes to those who wait        (lock)
   *     0 WAITERS         r                   release or drop, nobody waits any longer, r left (lock)
   *     p [WAITERS]       p+q CLOSED          close: the queue is dissolved, the q permits its
   *                                           waiters had collected are free again            (lock)
   *     p CLOSED          p+n CLOSED          release after close
   *
   * Invariants: WAITERS is set exactly while the queue is not empty (both change under the lock), then no permit is
   * free and CLOSED is clear; CLOSED is never cleared; permits free, collected and held add up to those ever put in.
   *
   * Why no wake-up is lost: a release takes its one-CAS way only from a word without WAITERS, and an acquire joins the
   * queue only by a CAS that sets WAITERS. The two are ordered by that word: either the acquire sees the released
   * permits, or the release sees WAITERS, takes the lock and finds the waiter.
   *
   * Happens-before from a release to the acquire that gets its permits: both are CASes of `state`; for a waiter, the
   * volatile write of GRANTED after them, read by its next poll.
   *
   * Wakers are called outside the lock, since a waker is foreign code that may take locks of its own.
   */

  /// What an attempt to get permits found.
  enum Outcome {
    /// The permits are the caller's, who owes a [#release].
    ACQUIRED,
    /// Too few permits are free. A polled request is in the queue now.
    SHORT,
    /// The semaphore was closed; it gives out no permit any more.
    CLOSED
  }

  static final int MAX_PERMITS = Integer.MAX_VALUE;

  // A guess: about as long as it takes to suspend a task.
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 32 : 0;

  private static final long CLOSED = 1;
  private static final long WAITERS = 1 << 1;
  private static final int SHIFT = 2;
  private static final long ONE = 1L << SHIFT;

  private static final VarHandle STATE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "state",
      VarHandle.class, BatchSemaphore.class, long.class);

  // Changed by CAS only; with WAITERS set before or after, by the holder of the lock only.
  private volatile long state;

  private final BriefLock lock = new BriefLock();

  // The queue, first to be served at `head`. Guarded by the lock.
  private @Nullable Acquire head;
  private @Nullable Acquire tail;

  // Who was granted its permits last in the queue, and may not have taken them yet. Guarded by the lock. Only for who describes this.
  private @Nullable Acquire served;

  BatchSemaphore(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits must not be negative, was " + permits);
    }
    state = permits * ONE;
  }

  /// A request for `wanted` permits, 0 to [#MAX_PERMITS]. It takes its place in the queue at its first poll.
  Acquire acquire(int wanted) {
    return new Acquire(wanted, false);
  }

  /// A request for all the permits there are, see [#isAllGranted].
  Acquire acquireAll(int all) {
    return new Acquire(all, true);
  }

  /// Takes `wanted` permits if they are free and nobody waits for them; never waits.
  Outcome tryAcquire(int wanted) {
    while (true) {
      long s = state;
      if ((s & CLOSED) != 0) {
        return Outcome.CLOSED;
      }
      long left = s - wanted * ONE;
      if (left < 0) {
        return Outcome.SHORT;
      }
      if (STATE.compareAndSet(this, s, left)) {
        return Outcome.ACQUIRED;
      }
    }
  }

  /// Like [#tryAcquire], and for a moment again while nobody waits. Whoever holds the permits for a few instructions, on another
  /// processor, is about to give them back; and once somebody queues up, so do all who come while the queue lasts, and each turn
  /// is a switch of tasks.
  Outcome tryAcquireBriefly(int wanted) {
    var outcome = tryAcquire(wanted);
    for (int i = 0; i < SPINS && outcome == Outcome.SHORT && (state & WAITERS) == 0; i++) {
      Thread.onSpinWait();
      outcome = tryAcquire(wanted);
    }
    return outcome;
  }

  /// Puts `permits` permits in: those that an acquire took out, or new ones.
  void release(int permits) {
    while (permits > 0) {
      long s = state;
      if ((s & WAITERS) != 0) {
        releaseToQueue(permits);
        return;
      }
      if (STATE.compareAndSet(this, s, plus(s, permits))) {
        return;
      }
    }
  }

  /// Takes up to `permits` of the free permits away for good; never waits, and leaves those that are given out.
  ///
  /// @return how many it took
  int forget(int permits) {
    while (true) {
      long s = state;
      int taken = (int) Math.min(s >> SHIFT, permits);
      if (STATE.compareAndSet(this, s, s - taken * ONE)) {
        return taken;
      }
    }
  }

  /// Ends the semaphore: who waits, and who asks from now on, is told [Outcome#CLOSED]. Permits given out stay so until
  /// they are released.
  void close() {
    Acquire ended;
    lock.lock();
    try {
      int back = 0;
      ended = head;
      for (var waiter = head; waiter != null; waiter = waiter.next) {
        back += waiter.obtained();
        waiter.phase = Phase.REFUSED;
      }
      head = null;
      tail = null;
      settle(back, CLOSED);
    } finally {
      lock.unlock();
    }
    wakeAll(ended);
  }

  boolean isClosed() {
    return (state & CLOSED) != 0;
  }

  /// Whether anybody is in the queue.
  boolean hasWaiters() {
    return (state & WAITERS) != 0;
  }

  /// How many permits are free.
  int permits() {
    return (int) (state >> SHIFT);
  }

  /// How many permits the first in the queue has collected, which are neither free nor given out.
  int collected() {
    lock.lock();
    try {
      return head == null ? 0 : head.obtained();
    } finally {
      lock.unlock();
    }
  }

  /// Whether an [#acquireAll] has all its permits and does not know yet.
  boolean isAllGranted() {
    lock.lock();
    try {
      return served != null && served.all && served.phase == Phase.GRANTED;
    } finally {
      lock.unlock();
    }
  }

  /// Whether the semaphore is closed and has all of `permits` back. Once true, forever true.
  boolean isClosedWith(int permits) {
    return state == (permits * ONE | CLOSED);
  }

  private void releaseToQueue(int permits) {
    Acquire granted;
    lock.lock();
    try {
      granted = handOut(permits);
    } finally {
      lock.unlock();
    }
    wakeAll(granted);
  }

  /// Gives permits to the queue's head, then the next, and what is left to everybody. The caller holds the lock.
  ///
  /// @return those that have all they wanted now, linked by `next`, to be woken after the lock is released
  private @Nullable Acquire handOut(int permits) {
    int left = permits;
    Acquire granted = head;
    Acquire last = null;
    for (var waiter = head; waiter != null; waiter = waiter.next) {
      int given = Math.min(left, waiter.missing);
      waiter.missing -= given;
      left -= given;
      if (waiter.missing > 0) {
        break;
      }
      last = waiter;
    }
    if (last == null) {
      granted = null;
    } else {
      served = last;
      head = last.next;
      last.next = null;
      if (head == null) {
        tail = null;
      } else {
        head.previous = null;
      }
    }
    settle(left, 0);
    for (var waiter = granted; waiter != null; waiter = waiter.next) {
      waiter.phase = Phase.GRANTED;
    }
    return granted;
  }

  /// Writes the word after a change of the queue: `more` free permits, WAITERS as the queue is, `flag` added. The
  /// caller holds the lock.
  private void settle(int more, long flag) {
    while (true) {
      long s = state;
      long waiters = head == null ? 0 : WAITERS;
      if (STATE.compareAndSet(this, s, (plus(s, more) & ~WAITERS) | waiters | flag)) {
        return;
      }
    }
  }

  private static long plus(long s, int permits) {
    if ((s >> SHIFT) + permits > MAX_PERMITS) {
      throw new IllegalStateException("a semaphore holds at most " + MAX_PERMITS + " permits, and " + permits
          + " more than its " + (s >> SHIFT) + " were released");
    }
    return s + permits * ONE;
  }

  private static void wakeAll(@Nullable Acquire first) {
    var waiter = first;
    while (waiter != null) {
      var next = waiter.next;
      var waker = waiter.waker;
      waiter.next = null;
      waiter.waker = null;
      if (waker != null) {
        waker.wake();
      }
      waiter = next;
    }
  }

  private enum Phase {
    /// Not polled yet.
    NEW,
    /// In the queue.
    QUEUED,
    /// Left the queue with all its permits.
    GRANTED,
    /// Left the queue because the semaphore was closed, without permits.
    REFUSED,
    /// Told its poller, or dropped.
    OVER
  }

  /// One request, and its node in the queue. Polled by one task at a time, like a future, and dropped like one.
  final class Acquire {
    /*
     *      NEW -> OVER                  // poll: permits were free, or closed
     *      NEW -> QUEUED                // poll: too few                      (lock)
     *   QUEUED -> GRANTED | REFUSED     // release, close                     (lock)
     *   QUEUED -> OVER                  // drop: collected permits go on      (lock)
     *  GRANTED -> OVER                  // poll: they are the caller's; drop: they go back
     *  REFUSED -> OVER
     */

    private final int wanted;
    private final boolean all; // that there are

    // Guarded by the lock while QUEUED, else the polling thread's. A thread that sets GRANTED or REFUSED owns `next`
    // and `waker` from then on, until it has woken the task: a poll or drop that sees those phases leaves both alone.
    private int missing;
    private @Nullable Acquire previous;
    private @Nullable Acquire next;
    private @Nullable Waker waker;

    // Written under the lock while QUEUED, else by the polling thread. Read by the polling thread without the lock:
    // GRANTED carries what was done before the release.
    private volatile Phase phase = Phase.NEW;

    private Acquire(int wanted, boolean all) {
      if (wanted < 0) {
        throw new IllegalArgumentException("permits must not be negative, was " + wanted);
      }
      this.wanted = wanted;
      this.all = all;
      this.missing = wanted;
    }

    /// Gets the permits, or waits for them: [Outcome#SHORT] means that the waker of `cx` will be woken.
    Outcome poll(Context cx) {
      if (!cx.takeBudget()) {
        return Outcome.SHORT;
      }
      var outcome = proceed(cx);
      if (outcome == Outcome.SHORT) {
        cx.restoreBudget();
      }
      return outcome;
    }

    private Outcome proceed(Context cx) {
      return switch (phase) {
        case NEW -> start(cx.waker());
        case QUEUED -> keepWaiting(cx.waker());
        case GRANTED -> end(Outcome.ACQUIRED);
        case REFUSED -> end(Outcome.CLOSED);
        case OVER -> throw new IllegalStateException("a request for permits was polled after it was over");
      };
    }

    /// Leaves the queue and gives back what it has got. Does nothing before the first poll.
    void drop() {
      Acquire granted = null;
      var found = phase;
      if (found == Phase.QUEUED) {
        lock.lock();
        try {
          found = phase;
          if (found == Phase.QUEUED) {
            unlink();
            granted = handOut(obtained());
          }
        } finally {
          lock.unlock();
        }
      }
      phase = Phase.OVER;
      if (found == Phase.GRANTED) {
        release(wanted);
      }
      wakeAll(granted);
    }

    int wanted() {
      return wanted;
    }

    /// How many of them it has; of about now where the caller does not hold the lock.
    int obtained() {
      return wanted - missing;
    }

    private Outcome start(Waker waker) {
      var outcome = tryAcquire(wanted);
      if (outcome != Outcome.SHORT) {
        return end(outcome);
      }
      lock.lock();
      try {
        while (true) {
          long s = state;
          long free = s >> SHIFT;
          if ((s & CLOSED) != 0) {
            return end(Outcome.CLOSED);
          }
          if (free >= wanted && STATE.compareAndSet(BatchSemaphore.this, s, s - wanted * ONE)) {
            return end(Outcome.ACQUIRED);
          }
          if (free < wanted && STATE.compareAndSet(BatchSemaphore.this, s, WAITERS)) {
            missing = wanted - (int) free;
            this.waker = waker;
            link();
            phase = Phase.QUEUED;
            return Outcome.SHORT;
          }
        }
      } finally {
        lock.unlock();
      }
    }

    private Outcome keepWaiting(Waker waker) {
      lock.lock();
      try {
        if (phase == Phase.QUEUED) {
          this.waker = waker;
          return Outcome.SHORT;
        }
      } finally {
        lock.unlock();
      }
      return end(phase == Phase.GRANTED ? Outcome.ACQUIRED : Outcome.CLOSED);
    }

    private Outcome end(Outcome outcome) {
      phase = Phase.OVER;
      return outcome;
    }

    private void link() {
      previous = tail;
      if (tail == null) {
        head = this;
      } else {
        tail.next = this;
      }
      tail = this;
    }

    private void unlink() {
      if (previous == null) {
        head = next;
      } else {
        previous.next = next;
      }
      if (next == null) {
        tail = previous;
      } else {
        next.previous = previous;
      }
      previous = null;
      next = null;
    }
  }
}
