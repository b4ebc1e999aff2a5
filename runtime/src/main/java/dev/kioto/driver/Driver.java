package dev.kioto.driver;

import dev.kioto.future.BriefLock;
import dev.kioto.future.CancelledException;
import dev.kioto.future.Waker;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Where the outside world enters: deadlines, and channels that are ready. One parked worker at a time holds it and sleeps until the next thing is
/// due; workers that never park look in every few ticks.
public final class Driver {
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
  private final Clock clock;
  private final AtomicBoolean acquired = new AtomicBoolean();

  // Nobody who owns a worker's queue takes it on a virtual thread.
  private final BriefLock lock = new BriefLock();

  // All guarded by lock.
  private final TimerWheel wheel;
  private @Nullable Thread holder;
  private long holderTick;
  private boolean closed;

  // Made with the first channel, under the lock.
  private volatile @Nullable IoDriver io;
  private final int maxIoEventsPerTurn;

  // The tick of the wheel's next work, for a look without the lock. Written under the lock.
  private volatile long nextTick = TimerWheel.NO_DEADLINE;

  /// @param clock says when something is due
  /// @param maxIoEventsPerTurn how many channels are told of their readiness at a time, above 0
  public Driver(Clock clock, int maxIoEventsPerTurn) {
    this.clock = clock;
    this.maxIoEventsPerTurn = maxIoEventsPerTurn;
    wheel = new TimerWheel(Clock.tickAt(clock.now()));
  }

  /// The clock by which things are due.
  public Clock clock() {
    return clock;
  }

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
      sleep(sleeper, Sleeper.FOREVER);
    } else if (clock.isPaused()) {
      parkPaused(sleeper, until * Clock.NANOS_PER_TICK);
    } else {
      sleep(sleeper, until * Clock.NANOS_PER_TICK - clock.now());
    }
    lock.lock();
    try {
      holder = null;
    } finally {
      lock.unlock();
    }
    fire(Clock.tickAt(clock.now()));
  }

  private void parkPaused(Sleeper sleeper, long untilNanos) {
    if (!clock.mayAdvance()) {
      sleep(sleeper, Sleeper.FOREVER);
    } else if (!sleep(sleeper, 0) && sleeper.isAsleep()) {
      clock.advanceTo(untilNanos);
    }
  }

  /// @return whether a channel was ready
  private boolean sleep(Sleeper sleeper, long nanos) {
    var channels = io;
    if (channels != null) {
      return channels.turn(sleeper, nanos);
    }
    if (nanos > 0) {
      sleeper.sleep(this, nanos);
    }
    return false;
  }

  /// The clock was changed, or may be moved on again: whoever sleeps by it looks at it. Any thread.
  public void clockChanged() {
    Thread sleeper;
    lock.lock();
    try {
      sleeper = holder;
    } finally {
      lock.unlock();
    }
    if (sleeper != null) {
      Wakeup.unpark(sleeper);
    }
  }

  /// Fires what is due and looks at the channels, if nobody else is at it. Any worker, between polls.
  ///
  /// @param nowNanos a reading of [System#nanoTime] just made
  public void turn(long nowNanos) {
    long now = Clock.tickAt(clock.at(nowNanos));
    var channels = io;
    if ((nextTick <= now || channels != null) && tryAcquire()) {
      try {
        fire(now);
        if (channels != null) {
          channels.turn();
        }
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
        if (!entry.fire(now)) {
          wheel.insert(entry);
          continue;
        }
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

  /// An entry for a deadline, not yet in the wheel.
  ///
  /// @param deadlineNanos by the clock; rounded up to the next tick, so that nothing fires early
  /// @return null when the deadline has passed
  public @Nullable TimerEntry entry(long deadlineNanos) {
    return deadlineNanos <= clock.now() ? null : new TimerEntry(this, Clock.tickFrom(deadlineNanos));
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
        if (!wheel.insert(entry)) {
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
    nextTick = wheel.nextTick();
    if (holder == null || nextTick >= holderTick) {
      return null;
    }
    holderTick = nextTick;
    return holder;
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
          nextTick = wheel.nextTick();
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
      nextTick = wheel.nextTick();
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

  // --- channels ---

  /// Takes in a channel, which becomes non-blocking. Any thread.
  ///
  /// @param readOps what the selector calls readable: `OP_READ`, `OP_ACCEPT`, or 0
  /// @param writeOps what it calls writable: `OP_WRITE`, `OP_CONNECT`, or 0
  /// @param readiness what is taken for ready until a call would block: to try costs less than to ask
  /// @throws IOException when the channel is closed
  /// @throws CancelledException when the runtime has shut down
  public ScheduledIo register(SelectableChannel channel, int readOps, int writeOps, int readiness) throws IOException {
    var channels = io;
    return (channels == null ? openIo() : channels).register(channel, readOps, writeOps, readiness);
  }

  private IoDriver openIo() {
    IoDriver channels;
    lock.lock();
    try {
      if (closed) {
        throw new CancelledException("the runtime that the channel is for has shut down");
      }
      channels = io;
      if (channels == null) {
        channels = new IoDriver(this, maxIoEventsPerTurn);
        io = channels;
      }
    } finally {
      lock.unlock();
    }
    clockChanged(); // who sleeps without a selector
    return channels;
  }

  /// A channel was closed: its descriptor is free when the selector has let go of it.
  void letGo() {
    var channels = io;
    if (channels == null) {
      return;
    }
    channels.wakeUp();
    // Where nobody selects, or will before long: a runtime that no thread drives now.
    if (!Thread.currentThread().isVirtual() && tryAcquire()) {
      try {
        channels.letGo();
      } finally {
        release();
      }
    }
  }

  /// Channels that were taken in.
  public long registeredCount() {
    return io == null ? 0 : io.registeredCount();
  }

  /// Channels that were closed.
  public long deregisteredCount() {
    return io == null ? 0 : io.deregisteredCount();
  }

  /// Times that a channel was told that it is ready.
  public long readyCount() {
    return io == null ? 0 : io.readyCount();
  }

  // --- the end ---

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
    if (io != null) {
      io.close();
    }
  }
}
