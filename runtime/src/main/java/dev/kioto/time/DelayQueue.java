package dev.kioto.time;

import dev.kioto.driver.Clock;
import dev.kioto.future.AwaitTrace;
import dev.kioto.future.BriefLock;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values that each come out when their time has come: for what expires by the thousand, as entries of a cache or sessions, with
/// one timer for all.
///
/// ```java
/// var sessions = new DelayQueue<String>();
/// var key = sessions.insert("alice", Duration.ofMinutes(30));
/// sessions.reset(key, Duration.ofMinutes(30));               // she is still there
/// var expired = sessions.next().await();                     // null when the queue is empty
/// ```
///
/// What comes out first is what expires first, and of what expires at the same moment what was put in, or reset, first. Any
/// thread may put in, reset and remove, at any time, inside a runtime or not; [#next] is awaited by one task at a time, inside a
/// runtime. The values are strongly held until they come out. There is no bound.
///
/// After `time/delay_queue.rs` of tokio-util.
///
/// @param <T> the type of the values
public final class DelayQueue<T> {
  /*
   * Who awaits leaves its waker and the deadline of the first entry, under the lock, and then sets its own timer. Who changes
   * the queue looks at both under the same lock: when the first entry is now due earlier than that deadline, or there is none
   * any more, it takes the waker and wakes it, outside of the lock. So the timer is set by nobody but who awaits, and is never
   * later than the first entry unless a wake is under way. It may be earlier: that poll finds nothing and sets it again.
   */
  private static final ResourceType<DelayQueue<?>> TYPE = ResourceType.of("DelayQueue", ResourceKind.TIMER,
      (queue, out) -> out.set("len", queue.size()));

  private final Observed observed = Observed.of(TYPE);
  private final BriefLock lock = new BriefLock();

  // All guarded by lock.
  private final DelayHeap<T> heap = new DelayHeap<>();
  private @Nullable Waker waker;
  private long awaitedNanos; // what the owner of the waker waits for

  // Who awaits.
  private final Sleep delay = new Sleep(0, Long.MAX_VALUE);

  /// A queue without entries.
  public DelayQueue() {}

  /// One entry, for those who put it in.
  ///
  /// @param <T> the type of the value
  public static final class Key<T> {
    static final int GONE = -1;

    private final DelayQueue<T> queue;
    private final T value;

    // All guarded by the queue's lock.
    long deadlineNanos;
    long order;
    int place = GONE;

    private Key(DelayQueue<T> queue, T value) {
      this.queue = queue;
      this.value = value;
    }

    boolean isBefore(Key<T> other) {
      return deadlineNanos != other.deadlineNanos ? deadlineNanos < other.deadlineNanos : order < other.order;
    }
  }

  /// What has come out.
  ///
  /// @param <T> the type of the value
  /// @param value what was put in
  /// @param deadline when it expired, or would have
  /// @param key its key, which is of no use to the queue any more
  public record Expired<T>(T value, Moment deadline, Key<T> key) {}

  /// Puts in a value that expires after a duration, a negative one being none.
  public Key<T> insert(T value, Duration after) {
    return insert(value, deadlineAfter(after));
  }

  /// Puts in a value that expires at a moment.
  public Key<T> insertAt(T value, Moment deadline) {
    return insert(value, Objects.requireNonNull(deadline, "deadline").nanos());
  }

  private Key<T> insert(T value, long deadlineNanos) {
    var key = new Key<>(this, Objects.requireNonNull(value, "value"));
    change(() -> {
      key.deadlineNanos = deadlineNanos;
      heap.add(key);
    });
    return key;
  }

  private static long deadlineAfter(Duration duration) {
    return Clock.plus(Time.nanos(), Durations.waitNanos(duration));
  }

  /// Gives an entry another time to live, counted from now.
  ///
  /// @throws NoSuchElementException when it is not in this queue: it has expired, or was removed
  public void reset(Key<T> key, Duration after) {
    reset(key, deadlineAfter(after));
  }

  /// Gives an entry another deadline.
  ///
  /// @throws NoSuchElementException when it is not in this queue: it has expired, or was removed
  public void resetAt(Key<T> key, Moment deadline) {
    reset(key, Objects.requireNonNull(deadline, "deadline").nanos());
  }

  private void reset(Key<T> key, long deadlineNanos) {
    change(() -> {
      checkIn(key);
      heap.remove(key);
      key.deadlineNanos = deadlineNanos;
      heap.add(key);
    });
  }

  private void checkIn(Key<T> key) {
    if (!isIn(key)) {
      throw new NoSuchElementException(
          "the entry of " + key.value
              + " is not in this queue: it has expired, was removed, or belongs to another. To remove it if it is there use tryRemove");
    }
  }

  @SuppressWarnings("ReferenceEquality") // this very queue
  private boolean isIn(Key<T> key) {
    return key.queue == this && key.place != Key.GONE;
  }

  /// Takes out an entry before its time.
  ///
  /// @throws NoSuchElementException when it is not in this queue: it has expired, or was removed
  public Expired<T> remove(Key<T> key) {
    change(() -> {
      checkIn(key);
      heap.remove(key);
    });
    return expired(key);
  }

  /// Takes out an entry before its time, if it is still there.
  public Optional<Expired<T>> tryRemove(Key<T> key) {
    var found = new boolean[1];
    change(() -> {
      found[0] = isIn(key);
      if (found[0]) {
        heap.remove(key);
      }
    });
    return found[0] ? Optional.of(expired(key)) : Optional.empty();
  }

  private Expired<T> expired(Key<T> key) {
    return new Expired<>(key.value, new Moment(key.deadlineNanos), key);
  }

  /// Forgets every entry. Whoever awaits [#next] gets null.
  public void clear() {
    change(heap::clear);
  }

  /// The entry that expires first; empty when there is none.
  public Optional<Key<T>> peek() {
    lock.lock();
    try {
      return Optional.ofNullable(heap.first());
    } finally {
      lock.unlock();
    }
  }

  /// When an entry expires.
  ///
  /// @throws NoSuchElementException when it is not in this queue: it has expired, or was removed
  public Moment deadline(Key<T> key) {
    lock.lock();
    try {
      checkIn(key);
      return new Moment(key.deadlineNanos);
    } finally {
      lock.unlock();
    }
  }

  /// Entries, those included that have expired and have not come out.
  public int size() {
    lock.lock();
    try {
      return heap.size();
    } finally {
      lock.unlock();
    }
  }

  public boolean isEmpty() {
    return size() == 0;
  }

  private void change(Runnable change) {
    Waker due = null;
    lock.lock();
    try {
      change.run();
      var first = heap.first();
      if (waker != null && (first == null || first.deadlineNanos < awaitedNanos)) {
        due = waker;
        waker = null;
      }
    } finally {
      lock.unlock();
    }
    if (due != null) {
      due.wake();
    }
  }

  // --- what has expired ---

  /// A future of the next entry that expires, which is out of the queue then; of null when the queue is empty. It waits at the
  /// earliest for a millisecond of the runtime's timer. Dropped, it has taken nothing out.
  public Future<@Nullable Expired<T>> next() {
    return new Next();
  }

  /// Takes out an entry that has expired, for futures that are written by hand.
  ///
  /// @return ready with null when the queue is empty
  /// @throws IllegalStateException outside of a runtime, when there is something to wait for
  public Poll<@Nullable Expired<T>> pollExpired(Context cx) {
    do {
      if (!cx.takeBudget()) {
        return Poll.pending();
      }
      long now = Time.nanos();
      var poll = takeOrWait(now, cx.waker());
      if (poll.isReady()) {
        return poll;
      }
      cx.restoreBudget();
      if (delay.deadlineNanos() != awaitedNanos) { // which nobody else writes
        delay.reset(now, awaitedNanos);
      }
    } while (delay.pollTimer(cx).isReady());
    return Poll.pending();
  }

  private Poll<@Nullable Expired<T>> takeOrWait(long now, Waker waiter) {
    lock.lock();
    try {
      waker = null;
      var first = heap.first();
      if (first == null) {
        return Poll.ready(null);
      }
      if (first.deadlineNanos <= now) {
        heap.remove(first);
        return Poll.ready(expired(first));
      }
      waker = waiter;
      awaitedNanos = first.deadlineNanos;
      return Poll.pending();
    } finally {
      lock.unlock();
    }
  }

  private void giveUpWaiting() {
    lock.lock();
    try {
      waker = null;
    } finally {
      lock.unlock();
    }
    delay.leave();
  }

  @Override
  public String toString() {
    return "DelayQueue of " + size();
  }

  private final class Next extends Operation<@Nullable Expired<T>> {
    @Override
    protected Poll<@Nullable Expired<T>> step(Context cx) {
      return pollExpired(cx);
    }

    @Override
    protected void giveUp() {
      giveUpWaiting();
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("an entry " + delay.due() + ", of " + size());
    }

    @Override
    protected String source() {
      return "DelayQueue::next";
    }

    @Override
    protected @Nullable Resource resource() {
      return observed.resource(DelayQueue.this);
    }
  }
}
