package dev.kioto.driver;

import dev.kioto.future.BriefLock;
import dev.kioto.future.CancelledException;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Where the outside world enters: deadlines, and channels that are ready. One parked worker at a time holds it and sleeps until
/// there is something; workers that never park look in every few ticks.
public final class Driver {
  /// Said of a look at the driver in which the system was not asked.
  public static final int NOT_ASKED = -1;

  private static final int LEAST_EVENTS = 16; // a guess: whoever has a full queue still hears of the world

  private final Hold hold = new Hold();
  private final Timers timers;
  private final IntSupplier maxIoEventsPerTurn;
  private final int mostIoEvents;
  private final boolean epoll;
  private final BriefLock opening = new BriefLock();

  // Made with the first channel, under the lock. A holder that has made itself known to the timers looks at it afterwards, and who
  // made it then wakes the holder that is known: so nobody goes on sleeping without it.
  private volatile @Nullable IoDriver io;

  // Guarded by the lock.
  private boolean closed;

  // Written after the channels were told of the end, read after the driver was let go of: so one of the two frees what they used.
  private volatile boolean over;

  /// @param clock says when something is due
  /// @param maxIoEventsPerTurn how many channels are told of their readiness at a time, above 0: asked at each turn
  /// @param mostIoEvents the most that it ever says
  /// @param epoll whether channels may be waited for by epoll, where it is to be had: no interrupt ends such a wait
  public Driver(Clock clock, IntSupplier maxIoEventsPerTurn, int mostIoEvents, boolean epoll) {
    this(clock, maxIoEventsPerTurn, mostIoEvents, epoll, Lateness.UNHEARD);
  }

  /// The same, and tells of timers that fire late.
  public Driver(Clock clock, IntSupplier maxIoEventsPerTurn, int mostIoEvents, boolean epoll, Lateness lateness) {
    timers = new Timers(clock, lateness);
    this.maxIoEventsPerTurn = maxIoEventsPerTurn;
    this.mostIoEvents = mostIoEvents;
    this.epoll = epoll;
  }

  /// The clock by which things are due.
  public Clock clock() {
    return timers.clock();
  }

  // --- the holder ---

  /// Whether there are channels, and nobody waits for them. Any thread; a moment old.
  public boolean isMissed() {
    return io != null && hold.isFree();
  }

  /// Becomes the holder, if nobody is.
  ///
  /// @param sleeper sleeps without the driver otherwise, until it is woken: by whoever has lent the driver meanwhile as well
  public boolean tryAcquire(Sleeper sleeper) {
    return hold.tryTake(sleeper);
  }

  /// Is the holder no more.
  public void release() {
    hold.release();
    freeIfOver();
  }

  private void giveBack() {
    hold.giveBack();
    freeIfOver();
  }

  private void freeIfOver() {
    if (over) {
      freeIo();
    }
  }

  // Whoever is the last to let go after the end: it stays held.
  private void freeIo() {
    var channels = io;
    if (channels != null && hold.tryTake()) {
      channels.free();
    }
  }

  /// Sleeps until there is something or an unpark, then tells who waits for it. By the holder alone, from its [Sleeper].
  ///
  /// @return how many channels were told, or [#NOT_ASKED]
  public int park(Sleeper sleeper) {
    long until = timers.holderSleeps(sleeper.thread());
    int told;
    long asleep = Long.MIN_VALUE; // in ticks, when there was a deadline
    if (until == TimerWheel.NO_DEADLINE) {
      told = sleep(sleeper, Sleeper.FOREVER);
    } else if (clock().isPaused()) {
      told = parkPaused(sleeper, until * Clock.NANOS_PER_TICK);
    } else {
      long now = clock().now();
      asleep = Clock.tickAt(now);
      told = sleep(sleeper, until * Clock.NANOS_PER_TICK - now);
    }
    timers.holderAwake();
    timers.fireAfterSleep(timers.see(clock().now()), asleep);
    return told;
  }

  private int parkPaused(Sleeper sleeper, long untilNanos) {
    if (!clock().mayAdvance()) {
      return sleep(sleeper, Sleeper.FOREVER);
    }
    int told = sleep(sleeper, 0);
    if (told <= 0 && sleeper.isAsleep()) {
      clock().advanceTo(untilNanos);
    }
    return told;
  }

  /// @return how many channels were told, or [#NOT_ASKED]
  private int sleep(Sleeper sleeper, long nanos) {
    var channels = io;
    if (channels != null) {
      return channels.turn(sleeper, timers, nanos, maxIoEventsPerTurn.getAsInt());
    }
    if (nanos > 0) {
      sleeper.sleep(this, nanos);
    }
    return NOT_ASKED;
  }

  /// The clock was changed, or may be moved on again: whoever sleeps by it looks at it. Any thread.
  public void clockChanged() {
    timers.wakeHolder();
  }

  /// The clock was moved forward: fires what is due now, and has the holder look at it. Any thread.
  public void clockAdvanced() {
    if (hold.tryBorrow()) {
      try {
        turnNow(timers.see(clock().now()), Integer.MAX_VALUE);
      } finally {
        giveBack();
      }
    }
    clockChanged(); // for whoever held it meanwhile
  }

  /// Fires what is due and looks at the channels, if nobody else is at it. Any worker, between polls.
  ///
  /// @param nowNanos a reading of [System#nanoTime] just made
  /// @param room how many tasks the worker's queue has room for. More channels are not told: tasks that overflow to the queue of
  ///     all would be passed by those that the next turn brings
  /// @return how many channels were told, or [#NOT_ASKED]
  public int turn(long nowNanos, int room) {
    long now = timers.see(clock().at(nowNanos));
    if ((timers.isDue(now) || io != null) && hold.tryTake()) {
      try {
        return turnNow(now, room);
      } finally {
        release();
      }
    }
    return NOT_ASKED;
  }

  private int turnNow(long now, int room) {
    timers.fire(now);
    var channels = io;
    return channels == null ? NOT_ASKED
        : channels.turn(Math.min(maxIoEventsPerTurn.getAsInt(), Math.max(room, LEAST_EVENTS)));
  }

  // --- deadlines ---

  /// An entry for a deadline, not yet in the wheel. Any thread.
  ///
  /// @param deadlineNanos by the clock; rounded up to the next tick, so that nothing fires early
  public TimerEntry entry(long deadlineNanos) {
    return timers.entry(deadlineNanos);
  }

  /// Whether nothing waits for a deadline.
  boolean isEmpty() {
    return timers.isEmpty();
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
    opening.lock();
    try {
      if (closed) {
        throw new CancelledException("the runtime that the channel is for has shut down");
      }
      channels = io;
      if (channels == null) {
        channels = IoDriver.open(this, mostIoEvents, epoll);
        io = channels;
      }
    } finally {
      opening.unlock();
    }
    timers.wakeHolder(); // who may sleep without a selector
    return channels;
  }

  /// A channel was closed: its descriptor is free when the selector has let go of it, which this sees to when nobody selects, or
  /// will before long, as on a runtime that no thread drives now. Whoever selects is woken, and lets go of it.
  void letGo() {
    var channels = io;
    if (channels == null) {
      return;
    }
    channels.wakeUp();
    if (!Thread.currentThread().isVirtual() && hold.tryBorrow()) {
      try {
        channels.letGo();
      } finally {
        giveBack();
      }
    }
  }

  /// What was done for channels so far.
  public IoCounts view() {
    var channels = io;
    return channels == null ? IoCounts.NONE : channels.view();
  }

  // --- the end ---

  /// Refuses new deadlines and channels, and wakes those who wait for one: nobody would any more.
  public void close() {
    timers.close();
    IoDriver channels;
    opening.lock();
    try {
      closed = true;
      channels = io;
    } finally {
      opening.unlock();
    }
    if (channels != null) {
      channels.close();
      over = true;
      freeIo();
    }
  }
}
