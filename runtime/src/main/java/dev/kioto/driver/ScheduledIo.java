package dev.kioto.driver;

import dev.kioto.future.BriefLock;
import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Waker;
import java.io.IOException;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/// The readiness of one channel, and who waits for it. Follows Tokio's `runtime/io/scheduled_io.rs`, on selectors that tell of a
/// readiness for as long as it lasts: so a direction is watched from when somebody waits for it until that is told of in vain.
public final class ScheduledIo {
  /*
   * The word `state`:
   *
   *   31    16         7      6       5        4         3          2        1           0
   *  +--------+-----+---------------+--------+--------+----------+--------+-----------+----------+
   *  |  tick  |     |     over:     | CLOSED | QUEUED | watched: | watched| WRITABLE  | READABLE |
   *  |        |     | write,  read  |        |        | write    | read   |           |          |
   *  +--------+-----+---------------+--------+--------+----------+--------+-----------+----------+
   *
   *     from                     to                        who
   *     not ready                watched QUEUED            who waits; then it gives this to the driver
   *     QUEUED                   -                         the driver, which then has the selector watch what is watched
   *     watched                  ready, tick + 1           the driver, when the selector told; then it wakes who waits. To
   *                                                        read goes on being watched
   *     ready, watched           ready, tick + 1           the same when nobody has used the readiness since: it is watched no
   *                                                        more, or the selector would tell again and again
   *     ready                    not ready                 who tried and would have blocked, if the tick is that of the
   *                                                        readiness it tried on: else it has become ready again meanwhile
   *     any                      over, tick + 1            the driver, when the other side has ended that direction: a call
   *                                                        will say so, after what is left to be read. It stays over when
   *                                                        all there was is used up, as no other change will come
   *     any                      CLOSED                    the channel is closed, or the runtime has shut down; final
   *
   * Where the driver tells of changes, and not of what is, nothing is ever watched or QUEUED.
   *
   * No wake-up is lost: who waits looks at the word while it holds the lock, and enters the list before it lets go; the driver
   * changes the word, and then takes the lock to look at the list. And what is watched is never forgotten: who sets the bits
   * either queues this or finds it queued, and the driver reads the bits with the compare-and-set that clears QUEUED. Who finds
   * them set has found no readiness before, or has cleared it; so when they go, a readiness comes with them, which wakes.
   */
  /// It can be read from, accepted from.
  public static final int READABLE = 1;
  /// It can be written to, or its connection attempt is over.
  public static final int WRITABLE = 1 << 1;
  private static final int READY = READABLE | WRITABLE;
  private static final int WATCH_SHIFT = 2;
  private static final int WATCHED = READY << WATCH_SHIFT;
  private static final int OVER_SHIFT = 6;
  private static final int QUEUED = 1 << 4;
  /// Nothing more will come: the channel is closed, or its runtime has shut down.
  public static final int CLOSED = 1 << 5;
  private static final int TICK = 1 << 16;
  private static final int TICK_MASK = -TICK;

  private static final VarHandle STATE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "state",
      VarHandle.class, ScheduledIo.class, int.class);

  private final Watcher driver;
  private final int readOps;

  // What the channel calls WRITABLE now: OP_CONNECT until it is connected. Written before anybody waits for the other.
  private volatile int writeOps;

  // Set once, after the registration, and read by the driver, which is told of this after that.
  private volatile @Nullable SelectionKey key;

  private volatile int state; // any thread, by CAS
  private volatile boolean shutDown; // set before CLOSED, when that is for the runtime's end

  private final BriefLock lock = new BriefLock();

  // The list of those who wait, in the order in which they came. Guarded by the lock, like its links.
  private @Nullable Waiter first;
  private @Nullable Waiter last;
  private int waiting;

  @Nullable ScheduledIo nextPending; // of the driver's stack; by whoever has queued this, then by the driver

  ScheduledIo(Watcher driver, int readOps, int writeOps, int readiness) {
    this.driver = driver;
    this.readOps = readOps;
    this.writeOps = writeOps;
    this.state = readiness;
  }

  /// Whoever tells of readiness.
  interface Watcher {
    /// Whether it tells of each change once, without being asked.
    boolean tellsOfChanges();

    /// Asks for a call of [ScheduledIo#applyWatch].
    void watch(ScheduledIo io);

    /// Closes the channel that `io` is of.
    void close(ScheduledIo io, SelectableChannel channel) throws IOException;
  }

  /// One who waits for a channel: a field of its future. Guarded by the lock of what it waits for.
  public static final class Waiter {
    private int interest; // 0 when it is in no list
    private @Nullable Waker waker;
    private @Nullable Waiter previous;
    private @Nullable Waiter next;
  }

  // --- those who wait ---

  /// Asks for readiness, and waits for it when there is none.
  ///
  /// @param interest [#READABLE], [#WRITABLE] or both
  /// @return 0 when the waker of `cx` will be woken, else an event: what is ready, for [#readiness] and [#clear]
  public int pollReady(Waiter waiter, int interest, Context cx) {
    int event = state;
    if (isReady(event, interest)) {
      forget(waiter);
      return event;
    }
    var waker = cx.waker();
    lock.lock();
    try {
      event = state;
      if (isReady(event, interest)) {
        unlink(waiter);
        return event;
      }
      link(waiter, interest, waker);
    } finally {
      lock.unlock();
    }
    if (!driver.tellsOfChanges()) {
      watch(interest);
    }
    return 0;
  }

  private static boolean isReady(int event, int interest) {
    return (event & (interest | (interest << OVER_SHIFT) | CLOSED)) != 0;
  }

  /// Stops waiting. Does nothing when that is over.
  public void forget(Waiter waiter) {
    if (waiter.interest == 0) { // the polling thread's own write, or that of the driver, which has woken it
      return;
    }
    lock.lock();
    try {
      unlink(waiter);
    } finally {
      lock.unlock();
    }
  }

  /// What is ready now: an event as [#pollReady] gives it, which may have no readiness.
  public int event() {
    return state;
  }

  /// What an event tells: [#READABLE], [#WRITABLE], [#CLOSED], as bits.
  public static int readiness(int event) {
    return (event & (READY | CLOSED)) | ((event >> OVER_SHIFT) & READY);
  }

  /// Notes that the channel would have blocked after all, unless it became ready again since the event.
  ///
  /// @param interest what was tried
  public void clear(int event, int interest) {
    clearBits(event, interest | interest << OVER_SHIFT);
  }

  /// The same when a call has taken all there was: if the direction is over, the next call would not block.
  public void usedUp(int event, int interest) {
    clearBits(event, interest);
  }

  private void clearBits(int event, int bits) {
    while (true) {
      int s = state;
      if (((s ^ event) & TICK_MASK) != 0 || (s & bits) == 0) {
        return;
      }
      if (STATE.weakCompareAndSet(this, s, s & ~bits)) {
        return;
      }
    }
  }

  /// Throws when there is no runtime any more that would tell of readiness.
  ///
  /// @throws CancelledException when the runtime has shut down
  public void checkDriven() {
    if (shutDown) {
      throw new CancelledException("the runtime of this channel has shut down");
    }
  }

  /// Closes the channel that this is of, and wakes who waits for it.
  public void closeChannel(SelectableChannel channel) throws IOException {
    driver.close(this, channel);
  }

  /// The channel is connected: WRITABLE means that it can be written to from now on.
  public void connected() {
    writeOps = SelectionKey.OP_WRITE;
  }

  private void watch(int interest) {
    int bits = interest << WATCH_SHIFT;
    while (true) {
      int s = state;
      if ((s & bits) == bits || (s & CLOSED) != 0) {
        return;
      }
      if (STATE.weakCompareAndSet(this, s, s | bits | QUEUED)) {
        if ((s & QUEUED) == 0) {
          driver.watch(this);
        }
        return;
      }
    }
  }

  private void link(Waiter waiter, int interest, Waker waker) {
    waiter.waker = waker;
    if (waiter.interest == 0) {
      waiter.previous = last;
      if (last == null) {
        first = waiter;
      } else {
        last.next = waiter;
      }
      last = waiter;
      waiting++;
    }
    waiter.interest = interest;
  }

  private void unlink(Waiter waiter) {
    if (waiter.interest == 0) {
      return;
    }
    if (waiter.previous == null) {
      first = waiter.next;
    } else {
      waiter.previous.next = waiter.next;
    }
    if (waiter.next == null) {
      last = waiter.previous;
    } else {
      waiter.next.previous = waiter.previous;
    }
    waiting--;
    waiter.interest = 0;
    waiter.previous = null;
    waiter.next = null;
    waiter.waker = null;
  }

  // --- the driver ---

  void bind(SelectionKey registered) {
    key = registered;
  }

  /// Whether the selector watches it for `interest`, or will before it sleeps.
  boolean isWatched(int interest) {
    return (state & interest << WATCH_SHIFT) != 0;
  }

  /// Has the selector watch what is waited for. The driver, after it has taken this from its stack.
  void applyWatch() {
    while (true) {
      int s = state;
      if (STATE.weakCompareAndSet(this, s, s & ~QUEUED)) {
        setInterest(s);
        return;
      }
    }
  }

  /// The selector has told of readiness. To write is watched for no more: there is nearly always room. To read is still, unless
  /// this was in vain: most of those who read will wait for more, and to change what is watched is a system call.
  ///
  /// @param ops as [SelectionKey#readyOps]
  void ready(int ops) {
    int bits = ((ops & readOps) != 0 ? READABLE : 0) | ((ops & writeOps) != 0 ? WRITABLE : 0);
    while (true) {
      int s = state;
      int over = (bits & (WRITABLE | s)) << WATCH_SHIFT;
      int next = ((s & ~over) | bits) + TICK;
      if (STATE.weakCompareAndSet(this, s, next)) {
        if (over != 0) {
          setInterest(next);
        }
        wake(bits);
        return;
      }
    }
  }

  /// Something has changed. The driver.
  ///
  /// @param bits what is ready
  /// @param over what the other side has ended
  void changed(int bits, int over) {
    while (true) {
      int s = state;
      if (STATE.weakCompareAndSet(this, s, (s | bits | over << OVER_SHIFT) + TICK)) {
        wake(bits | over);
        return;
      }
    }
  }

  private void setInterest(int s) {
    var registered = key;
    if (registered == null || (s & CLOSED) != 0) {
      return;
    }
    int watched = (s & WATCHED) >> WATCH_SHIFT;
    registered.interestOps(
        ((watched & READABLE) != 0 ? readOps : 0) | ((watched & WRITABLE) != 0 ? writeOps : 0));
  }

  /// Ends it, and wakes all who wait.
  ///
  /// @param runtimeEnded whether the runtime has shut down, and not only the channel
  void close(boolean runtimeEnded) {
    if (runtimeEnded) {
      shutDown = true;
    }
    while (true) {
      int s = state;
      if (STATE.weakCompareAndSet(this, s, (s | CLOSED) + TICK)) {
        break;
      }
    }
    wake(READY);
  }

  // One after the other: a list of them could lack the memory. One that is woken may come back meanwhile, to the end of the list,
  // and is left there.
  private void wake(int bits) {
    int left;
    Waker waker;
    lock.lock();
    try {
      left = waiting;
      waker = unlinkFirst(bits);
    } finally {
      lock.unlock();
    }
    while (waker != null) {
      Uncaught.wake(waker);
      waker = --left > 0 ? takeFirst(bits) : null;
    }
  }

  private @Nullable Waker takeFirst(int bits) {
    lock.lock();
    try {
      return unlinkFirst(bits);
    } finally {
      lock.unlock();
    }
  }

  // Under the lock.
  private @Nullable Waker unlinkFirst(int bits) {
    for (var waiter = first; waiter != null; waiter = waiter.next) {
      if ((waiter.interest & bits) != 0) {
        var waker = waiter.waker;
        unlink(waiter);
        return waker;
      }
    }
    return null;
  }
}
