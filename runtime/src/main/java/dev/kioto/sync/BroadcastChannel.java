package dev.kioto.sync;

import dev.kioto.future.BriefLock;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Attributes;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Owner;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// What the ends of a broadcast channel share: the ring of messages, and who holds an end.
///
/// @param <T> the type of the messages
@SuppressWarnings("NonAtomicVolatileUpdate") // the lock makes them atomic: volatile is for those who read
final class BroadcastChannel<T> implements ReceiversGone.Channel {

  /*
   * The ring. Messages are numbered from 0; the slot of message p is put at index p modulo the capacity and is never
   * changed but for what is said here. Numbers do not wrap: 2^63 sends take centuries.
   *
   *     tail - capacity          a cursor                          tail
   *           |                      |                              |
   *     | p: rem 0 | p+1: rem 0 | p+2: rem 1 | p+3: rem 2 |  next send, overwrites p |
   *
   *   send       (lock) puts a slot at `tail` that `receivers` have still to take, then moves `tail` on
   *   receive    claims the message at the cursor by moving the cursor on, reads the value, then takes 1 off `remaining`;
   *              whoever takes the last one clears the value
   *   subscribe  (lock) receivers + 1, and a cursor at `tail`
   *   close      (lock) receivers - 1, and no cursor any more; then, outside, 1 off each slot from the cursor to `tail`
   *
   * Invariant: `remaining` of a slot counts the cursors that were there when it was sent and have not claimed it yet, and
   * those that have claimed it and are reading. So the value is not cleared under a reader, and not kept when nobody
   * can read it. A slot that was overwritten is not counted down by those that skip it: the collector takes it.
   *
   * What a receiver finds at its cursor c: the slot with position c, the message; none or a smaller position, nothing to
   * receive yet; a larger one, by a multiple of the capacity, that c was overwritten: it has lagged. Then all below
   * `tail - capacity` are overwritten, and since the slot it saw may be put and `tail` not be moved yet, it takes
   * the later of the two.
   *
   * The end. `ended` is written under the lock by the close of the last sender, after which no send gets through. A
   * receiver reads it before the slot, so that it cannot see the end and miss a message.
   *
   * The sleep of receivers, and of those that wait for the last receiver's close, is that of Waiters: the slot,
   * `ended`, a cursor and `receivers` are volatile and are written before the wake.
   *
   * Happens-before: send to receive by the slot's volatile put and get; every read of a value to its clearing by
   * `remaining`. User code and wakers are called outside the lock.
   */

  /// A power of two; memory for so many references is taken ahead.
  static final int MAX_CAPACITY = 1 << 30;

  private static final ResourceType<BroadcastChannel<?>> TYPE = ResourceType.of("Broadcast", ResourceKind.SYNC,
      BroadcastChannel::describe);

  private static final VarHandle LAGGED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "lagged",
      VarHandle.class, BroadcastChannel.class, long.class);

  private static final VarHandle LAGGED_TASK = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "laggedTask",
      VarHandle.class, BroadcastChannel.class, long.class);

  private static final VarHandle WEAK_SENDERS = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "weakSenders",
      VarHandle.class, BroadcastChannel.class, int.class);

  private final Observed observed = Observed.of(TYPE);
  private final int capacity;
  private final AtomicReferenceArray<@Nullable Slot<T>> ring;
  private final Waiters arrivals = new Waiters();
  private final Waiters departures = new Waiters();
  private final BriefLock lock = new BriefLock();

  // All four: written by the holder of the lock, read by any thread.
  private volatile long tail;
  private volatile int receivers;
  private volatile int senders = 1;
  private volatile boolean ended;

  // Both by getAndAdd.
  private volatile long lagged;
  private volatile int weakSenders;

  // Set opaque by whoever has lagged, read opaque by any thread: for people, a moment old.
  @SuppressWarnings("UnusedVariable") // LAGGED_TASK
  private long laggedTask;

  /// @param capacity at least 1 and at most [#MAX_CAPACITY]; rounded up to a power of two
  BroadcastChannel(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "the capacity of a broadcast channel must be at least 1 and at most " + MAX_CAPACITY + ", was " + capacity);
    }
    this.capacity = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
    this.ring = new AtomicReferenceArray<>(this.capacity);
  }

  /// `lagged` is how many messages receivers have skipped, of `sent`; `lagged_task` the task that did so last, if it was one.
  private void describe(Attributes out) {
    out.set("capacity", capacity).set("length", length()).set("receivers", receivers).set("senders", senders)
        .set("sent", tail).set("lagged", lagged);
    long task = (long) LAGGED_TASK.getOpaque(this);
    if (task != 0) {
      out.set("lagged_task", task);
    }
  }

  int capacity() {
    return capacity;
  }

  long tail() {
    return tail;
  }

  @Override
  public int receivers() {
    return receivers;
  }

  int senders() {
    return senders;
  }

  int weakSenders() {
    return weakSenders;
  }

  void addWeak(int more) {
    WEAK_SENDERS.getAndAdd(this, more);
  }

  boolean isEnded() {
    return ended;
  }

  /// How many messages receivers have skipped since the channel was made. Never goes down.
  long lagged() {
    return lagged;
  }

  Waiters arrivals() {
    return arrivals;
  }

  @Override
  public Waiters departures() {
    return departures;
  }

  @Override
  public @Nullable Resource resource() {
    return observed.resource(this);
  }

  /// What is at the place of a message: its slot, an older one's or none, or a newer one's.
  @Nullable Slot<T> slot(long position) {
    return ring.get((int) position & (capacity - 1));
  }

  // The sending side

  /// Puts a message.
  ///
  /// @return the number of receivers that can receive it; 0 when it was not put, because there is none
  int send(T value) {
    int counted;
    lock.lock();
    try {
      counted = ended ? 0 : receivers;
      if (counted == 0) {
        return 0;
      }
      long position = tail;
      ring.set((int) position & (capacity - 1), new Slot<>(position, counted, value));
      tail = position + 1;
    } finally {
      lock.unlock();
    }
    arrivals.wakeAll();
    return counted;
  }

  /// Counts one more sender, unless the last has left.
  boolean join() {
    lock.lock();
    try {
      if (senders == 0) {
        return false;
      }
      senders = senders + 1;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Closes a handle, once.
  void leave(Broadcast.Sender<T> handle) {
    boolean last;
    boolean over;
    lock.lock();
    try {
      if (handle.isClosed()) {
        return;
      }
      senders = senders - 1;
      last = senders == 0;
      ended = last;
      handle.setClosed(); // after the end, so that nobody is refused by a channel that others see open
      over = last && receivers == 0;
    } finally {
      lock.unlock();
    }
    if (last) {
      arrivals.wakeAll();
    }
    if (over) {
      observed.close();
    }
  }

  /// How many messages some receiver has still to take; about now. The older ones are taken first, so that a search by
  /// halves finds the border.
  int length() {
    long end = tail;
    long low = Math.max(0, end - capacity);
    long high = end;
    while (low < high) {
      long middle = low + (high - low) / 2;
      var slot = slot(middle);
      if (slot == null || slot.remaining() == 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return (int) (end - low);
  }

  boolean isEmpty() {
    long end = tail;
    var newest = end == 0 ? null : slot(end - 1);
    return newest == null || newest.remaining() == 0;
  }

  // The receiving side

  BroadcastCursor<T> subscribe() {
    lock.lock();
    try {
      receivers = Math.addExact(receivers, 1);
      return new BroadcastCursor<>(this, tail);
    } finally {
      lock.unlock();
    }
  }

  /// Ends a cursor, once.
  void unsubscribe(BroadcastCursor<T> cursor) {
    long from;
    long to;
    boolean last;
    boolean over;
    lock.lock();
    try {
      from = cursor.end();
      if (from == BroadcastCursor.ENDED) {
        return;
      }
      to = tail;
      receivers = receivers - 1;
      last = receivers == 0;
      over = last && ended;
    } finally {
      lock.unlock();
    }
    for (long position = Math.max(from, to - capacity); position < to; position++) {
      var slot = slot(position);
      if (slot != null && slot.position == position) {
        slot.take();
      }
    }
    if (last) {
      departures.wakeAll();
    }
    if (over) {
      observed.close();
    }
  }

  void addLagged(long skipped) {
    if (Observed.isPossible()) {
      LAGGED_TASK.setOpaque(this, Owner.current());
    }
    LAGGED.getAndAdd(this, skipped);
  }

  /// For people; a moment old.
  @Override
  public String toString() {
    return "broadcast channel of capacity " + capacity + ", " + senders + " senders, " + receivers + " receivers";
  }

  /// One message, and how many have still to take it.
  static final class Slot<T> {
    private static final VarHandle REMAINING = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "remaining",
        VarHandle.class, Slot.class, int.class);

    private final long position;

    // By getAndAdd.
    private volatile int remaining;

    // Cleared by who takes the last. Read by those that are counted, and have not taken theirs.
    private @Nullable T value;

    Slot(long position, int remaining, T value) {
      this.position = position;
      this.remaining = remaining;
      this.value = value;
    }

    long position() {
      return position;
    }

    int remaining() {
      return remaining;
    }

    @Nullable T value() {
      return value;
    }

    /// Takes one off those that are counted.
    void take() {
      if ((int) REMAINING.getAndAdd(this, -1) == 1) {
        value = null;
      }
    }
  }
}
