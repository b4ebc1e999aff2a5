package dev.kioto.driver;

import dev.kioto.future.BriefLock;
import dev.kioto.future.CancelledException;
import dev.kioto.future.Waker;
import org.jspecify.annotations.Nullable;

/// The part of a [Driver] that waits for deadlines: a wheel and its lock. Any thread, but where a holder is named.
final class Timers {
  /*
   * holder: null -> Thread (park, under the lock, before the deadline is read) -> null (after the sleep). register() adds
   * an entry under the same lock and then unparks the holder it finds if the entry is due before what the holder sleeps
   * for. Either the holder read the deadline after the entry was in, or register() sees the holder, whose sleep ends by
   * the permit: the holder takes no lock between its own note and the sleep, so nothing else consumes that permit.
   *
   * A clock that is paused ends no sleep. Who finds it so sleeps without an end, or moves it on to the next thing that is
   * due. It decides after it has made itself known as holder, and whoever changes what it decides by (pauses, resumes or
   * advances the clock, ends the last job that holds it) then unparks the holder that it finds: as for an entry, either
   * the one sees the change or the other the holder. The clock is moved only if nothing has come for the thread since it
   * began to go to sleep; and a job that has ended has made its wake-ups before it let go of the clock.
   */
  private static final long LATE_TICKS = 5; // of a millisecond: less is what a machine with little time does

  private final Clock clock;
  private final Lateness lateness;

  // Nobody who owns a worker's queue takes it on a virtual thread.
  private final BriefLock lock = new BriefLock();

  // All guarded by lock.
  private final TimerWheel wheel;
  private @Nullable Thread holder;
  private long holderTick;

  // Whether the holder is to look again at what it sleeps by. Written under the lock, read by the holder without.
  private volatile boolean recalled;
  private boolean closed;

  // The tick of the wheel's next work, for a look without the lock. Written under the lock.
  private volatile long nextTick = TimerWheel.NO_DEADLINE;

  // A tick that has begun, and about the last one: what is due by then need not enter the wheel. Written by whoever looks at
  // the clock for the driver; two who race may set it back a little.
  private volatile long seenTick;

  /// @param clock says when something is due
  Timers(Clock clock) {
    this(clock, Lateness.UNHEARD);
  }

  /// @param lateness is told of what fires late
  Timers(Clock clock, Lateness lateness) {
    this.clock = clock;
    this.lateness = lateness;
    wheel = new TimerWheel(Clock.tickAt(clock.now()));
  }

  /// The clock by which things are due.
  Clock clock() {
    return clock;
  }

  // --- the driver's holder ---

  /// Makes a thread known as the holder that is about to sleep.
  ///
  /// @return the tick at which there will be something to do, or [TimerWheel#NO_DEADLINE]
  long holderSleeps(@Nullable Thread thread) {
    lock.lock();
    try {
      holder = thread;
      recalled = false;
      holderTick = wheel.nextTick();
      return holderTick;
    } finally {
      lock.unlock();
    }
  }

  /// The sleep is over.
  void holderAwake() {
    lock.lock();
    try {
      holder = null;
    } finally {
      lock.unlock();
    }
  }

  /// Whether it was asked to look again since it made itself known. The holder, when who asks can find it in its sleep: what comes
  /// between the two is seen here, as a permit does not end a wait for channels.
  boolean isRecalled() {
    return recalled;
  }

  /// Has the holder look again at what it sleeps by, if it sleeps. Any thread.
  void wakeHolder() {
    Thread sleeper;
    lock.lock();
    try {
      sleeper = holder;
      recalled = true;
    } finally {
      lock.unlock();
    }
    if (sleeper != null) {
      Wakeup.unpark(sleeper);
    }
  }

  /// Notes a reading of the clock.
  ///
  /// @return its tick
  long see(long nanos) {
    long now = Clock.tickAt(nanos);
    if (now != seenTick) {
      seenTick = now;
    }
    return now;
  }

  /// Whether anything is due.
  boolean isDue(long now) {
    return nextTick <= now;
  }

  /// Fires what is due. The holder.
  void fire(long now) {
    fireAfterSleep(now, Long.MAX_VALUE);
  }

  /// The same after a sleep, in which the holder was there: what became due in it fires late when the machine was late to wake it, and not
  /// because nobody looked. That is not told.
  ///
  /// @param asleep the tick at which the sleep began
  void fireAfterSleep(long now, long asleep) {
    if (nextTick > now) {
      return;
    }
    TimerEntry first = null;
    long due = now;
    int fired = 0;
    lock.lock();
    try {
      TimerEntry last = null;
      TimerEntry entry;
      while ((entry = wheel.pollExpired(now)) != null) {
        if (!entry.fire(now)) {
          wheel.insert(entry);
          continue;
        }
        due = Math.min(due, entry.tick);
        fired++;
        first = first == null ? entry : first;
        last = append(last, entry);
      }
      nextTick = wheel.nextTick();
    } finally {
      lock.unlock();
    }
    wakeAll(first); // outside the lock: a waker may run anything
    if (now - due >= LATE_TICKS && due < asleep && !clock.isPaused()) {
      lateness.fired(fired, (now - due) * Clock.NANOS_PER_TICK);
    }
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

  // --- those who wait ---

  /// An entry for a deadline, not yet in the wheel.
  ///
  /// @param deadlineNanos by the clock; rounded up to the next tick, so that nothing fires early
  TimerEntry entry(long deadlineNanos) {
    return new TimerEntry(this, Clock.tickFrom(deadlineNanos));
  }

  /// Leaves a waker with an entry, which joins the wheel with its first waker.
  ///
  /// @return false when the entry is due
  /// @throws CancelledException when the runtime has shut down
  boolean register(TimerEntry entry, Waker waker) {
    Thread sleeper = null;
    lock.lock();
    try {
      if (entry.isFired()) {
        return false;
      }
      if (closed) {
        throw new CancelledException("the runtime of this timer has shut down");
      }
      if (entry.level == TimerEntry.NOT_IN_WHEEL) {
        entry.catchUp();
        if (wheel.isEmpty()) {
          wheel.skipTo(seenTick); // else the entry would be placed far up, and come down in steps
        }
        if (entry.tick <= seenTick || !wheel.insert(entry)) {
          entry.fire(entry.tick);
          return false;
        }
        sleeper = sleeperToWake();
      }
      entry.waker = waker;
    } finally {
      lock.unlock();
    }
    if (sleeper != null) {
      Wakeup.unpark(sleeper);
    }
    return true;
  }

  // After the wheel has changed: who sleeps longer than it should now. Under the lock.
  private @Nullable Thread sleeperToWake() {
    noteNextTick();
    if (holder == null || nextTick >= holderTick) {
      return null;
    }
    holderTick = nextTick;
    recalled = true;
    return holder;
  }

  // A volatile write is dearer than the read, and mostly there is nothing to write. Under the lock.
  private void noteNextTick() {
    long next = wheel.nextTick();
    if (next != nextTick) {
      nextTick = next;
    }
  }

  /// Makes an entry due earlier than it was. One that waits and should have fired already does so now.
  ///
  /// @return false when it has fired
  boolean bringForward(TimerEntry entry, long tick) {
    boolean passed = tick <= Clock.tickAt(clock.now());
    Thread sleeper = null;
    Waker due = null;
    lock.lock();
    try {
      if (!entry.setDue(tick)) {
        return false;
      }
      if (entry.level != TimerEntry.NOT_IN_WHEEL) {
        wheel.remove(entry);
        entry.tick = tick;
        if (!passed && wheel.insert(entry)) {
          sleeper = sleeperToWake();
        } else {
          entry.fire(tick);
          due = entry.waker;
          entry.waker = null;
          noteNextTick();
        }
      }
    } finally {
      lock.unlock();
    }
    if (sleeper != null) {
      Wakeup.unpark(sleeper);
    }
    if (due != null) {
      Uncaught.wake(due);
    }
    return true;
  }

  void cancel(TimerEntry entry) {
    lock.lock();
    try {
      wheel.remove(entry);
      entry.waker = null;
      noteNextTick();
    } finally {
      lock.unlock();
    }
  }

  /// Whether nothing waits for a deadline.
  boolean isEmpty() {
    lock.lock();
    try {
      return wheel.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  // --- the end ---

  /// Refuses new deadlines, and wakes those who wait for one: nobody would at the deadline. It may be the root of a
  /// `blockOn`, or a blocking job, which no shutdown ends.
  void close() {
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
