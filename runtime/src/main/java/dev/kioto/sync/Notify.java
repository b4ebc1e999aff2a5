package dev.kioto.sync;

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
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Tells one task, or all that wait, that something has happened, and carries no value: what to build other primitives
/// on. Follows Tokio's `sync/notify.rs`.
///
/// A notification for one that finds nobody waiting is stored, and the next [#notified] is ready at once; at most one is
/// stored, however many there were. One for all is not stored, but reaches every [#notified] that was made before it,
/// polled or not. So whoever waits for a condition makes the future first and looks at the condition then:
///
/// ```java
/// while (true) {
///   var changed = notify.notified();
///   if (queue.poll() instanceof Job job) {
///     return job;
///   }
///   changed.await();
/// }
/// ```
///
/// Works inside and outside a runtime; every method may be called by any thread and none of them blocks. What was done
/// before a notification is visible to whom it wakes.
public final class Notify {

  /*
   * The word `state`:
   *
   *   63                                        2         1           0
   *  +--------------------------------------------+----------+---------+
   *  |  generation: calls of notifyWaiters        |  STORED  | WAITING |
   *  +--------------------------------------------+----------+---------+
   *
   *     from          to               who
   *     g             g STORED         notifyOne, notifyLast: nobody waits; one CAS
   *     g STORED      g STORED         the same, which writes the same value: its release pairs with who takes it
   *     g STORED      g                a poll of generation g takes the notification; one CAS
   *     g             g WAITING        the first waiter joins the list                         (lock)
   *     g WAITING     g                the last waiter leaves it: told, or dropped             (lock)
   *     g [STORED]    g+1 [STORED]     notifyWaiters: nobody waits; one CAS
   *     g WAITING     g+1              notifyWaiters, takes the whole list                     (lock)
   *
   * Invariants: WAITING is set exactly while the list is not empty (both change under the lock), then STORED is clear.
   * All in the list are of the generation in the word, which changes by the holder of the lock alone while there are any.
   *
   * Why no notification is lost: a notifyOne goes its one-CAS way only from a word without WAITING, and a waiter joins
   * the list only by a CAS from a word without STORED. The two are ordered by that word: either the poll sees STORED,
   * or the notifyOne sees WAITING, takes the lock and finds somebody, or finds that the last one has just left and
   * stores. A notifyWaiters after the future was made has changed the generation, which is in the same word.
   *
   * Who was told by notifyOne and is dropped before it knew passes it on, in the same direction. Who was told by
   * notifyWaiters, which others were too, has nothing to pass on. One who was told both ways owes the first.
   *
   * notifyWaiters marks nobody: a waiter whose generation is not the one in the word is told. So it holds the lock for
   * a few instructions however long the list is. The list it took is its own: a waiter of another generation leaves
   * its links and its waker alone.
   *
   * Happens-before from a notification to who is told: the CAS of `state`; for a waiter told alone, the volatile write
   * of `phase`.
   *
   * Wakers are called outside the lock, since a waker is foreign code that may take locks of its own.
   */

  private static final ResourceType<Notify> TYPE = ResourceType.of("Notify", ResourceKind.SYNC,
      (notify, out) -> out.set("notified", notify.isStored()).set("waiting", notify.hasWaiters()));

  private static final long WAITING = 1;
  private static final long STORED = 1 << 1;
  private static final int SHIFT = 2;
  private static final long GENERATION = 1L << SHIFT;

  private static final VarHandle STATE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "state",
      VarHandle.class, Notify.class, long.class);

  // Changed by CAS; a word with WAITING by the holder of the lock only.
  private volatile long state;

  private final BriefLock lock = new BriefLock();

  // Null for a part of another primitive.
  private final @Nullable Observed observed;

  // The waiters, longest waiting at `head`. Guarded by the lock.
  private @Nullable Notified head;
  private @Nullable Notified tail;

  public Notify() {
    this(Observed.of(TYPE));
  }

  private Notify(@Nullable Observed observed) {
    this.observed = observed;
  }

  /// One that is a part of another primitive, which tells the probe in its place.
  static Notify ofAnother() {
    return new Notify(null);
  }

  /// A future that is ready when it was notified. Those that wait are told in the order of their first polls, or of
  /// their [Notified#enable].
  public Notified notified() {
    return new Notified(this);
  }

  /// Tells whoever waits longest; stores the notification when nobody waits and none is stored.
  public void notifyOne() {
    tellOne(Phase.TOLD_AS_FIRST);
  }

  /// Tells whoever began to wait last; stores the notification when nobody waits and none is stored.
  public void notifyLast() {
    tellOne(Phase.TOLD_AS_LAST);
  }

  /// Tells every [#notified] that was made until now and is not over. A stored notification stays stored.
  public void notifyWaiters() {
    long free;
    while (((free = state) & WAITING) == 0) {
      if (cas(free, free + GENERATION)) {
        return;
      }
    }
    Notified told;
    lock.lock();
    try {
      told = head;
      head = null;
      tail = null;
      long s;
      do {
        s = state;
      } while (!cas(s, (s & ~WAITING) + GENERATION));
    } finally {
      lock.unlock();
    }
    wakeAll(told);
  }

  /// Whether somebody waits now.
  boolean hasWaiters() {
    return (state & WAITING) != 0;
  }

  /// Whether a notification is stored now.
  boolean isStored() {
    return (state & STORED) != 0;
  }

  private void tellOne(Phase as) {
    long s;
    while (((s = state) & WAITING) == 0) {
      if (cas(s, s | STORED)) {
        return;
      }
    }
    Waker waker;
    lock.lock();
    try {
      waker = tellOneLocked(as);
    } finally {
      lock.unlock();
    }
    if (waker != null) {
      waker.wake();
    }
  }

  private @Nullable Waker tellOneLocked(Phase as) {
    var told = as == Phase.TOLD_AS_LAST ? tail : head;
    if (told == null) {
      long s;
      do {
        s = state;
      } while (!cas(s, s | STORED));
      return null;
    }
    unlink(told);
    var waker = told.waker;
    told.waker = null;
    told.phase = as;
    return waker;
  }

  private void link(Notified waiter) {
    waiter.previous = tail;
    if (tail == null) {
      head = waiter;
    } else {
      tail.next = waiter;
    }
    tail = waiter;
  }

  private void unlink(Notified waiter) {
    var before = waiter.previous;
    var after = waiter.next;
    if (before == null) {
      head = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.previous = before;
    }
    waiter.previous = null;
    waiter.next = null;
    if (head == null) {
      state = waiter.generation << SHIFT; // no CAS: the holder of the lock alone changes a word with WAITING
    }
  }

  private static void wakeAll(@Nullable Notified first) {
    var waiter = first;
    while (waiter != null) {
      var next = waiter.next;
      var waker = waiter.waker;
      waiter.previous = null;
      waiter.next = null;
      waiter.waker = null;
      if (waker != null) {
        waker.wake();
      }
      waiter = next;
    }
  }

  private boolean cas(long from, long to) {
    return STATE.compareAndSet(this, from, to);
  }

  private enum Phase {
    /// Neither polled nor enabled.
    NEW,
    /// Joined the list; is in it while the generation is its own.
    LISTED,
    /// Left the list, by notifyOne.
    TOLD_AS_FIRST,
    /// Left the list, by notifyLast.
    TOLD_AS_LAST,
    /// Ready, or dropped.
    OVER
  }

  /// Waits for a notification. Polled by one task at a time, like every future; polled again after it was ready, it is
  /// ready again.
  ///
  /// Cancellation: one that is dropped, or whose [Future#await] is interrupted, loses its place among those that wait;
  /// a [Notify#notifyOne] or [Notify#notifyLast] that had already reached it goes to the next, or is stored. One that was
  /// polled or enabled and is forgotten instead of dropped takes a notification with it.
  public static final class Notified extends Operation<@Nullable Void> {
    /*
     *            NEW -> OVER                         // enable, poll: a notification was stored, or all were told
     *            NEW -> LISTED                       // enable, poll: none                       (lock)
     *         LISTED -> TOLD_AS_FIRST | TOLD_AS_LAST // notifyOne, notifyLast                    (lock)
     *         LISTED -> OVER                         // drop, which leaves the list              (lock)
     *         LISTED -> OVER                         // poll or drop: the generation has changed
     *  TOLD_AS_FIRST -> OVER                         // poll; drop: the next is told
     *   TOLD_AS_LAST -> OVER                         // the same, from the other end
     */

    private final Notify notify;
    private final long generation;

    // Guarded by the lock while LISTED and of the generation in the word. Whoever ends that, by the phase or by the
    // generation, owns the three from then on: a poll or drop that sees it leaves them alone.
    private @Nullable Notified previous;
    private @Nullable Notified next;
    private @Nullable Waker waker;

    // Written under the lock while LISTED, else by the polling thread. Read by the polling thread without the lock:
    // TOLD carries what was done before the notification.
    private volatile Phase phase = Phase.NEW;

    private Notified(Notify notify) {
      this.notify = notify;
      this.generation = notify.state >> SHIFT;
    }

    /// Begins to wait without being polled: from now on a notification may go to this future, in its turn. To be called
    /// before the condition is looked at, where it is [Notify#notifyOne] that tells of it.
    ///
    /// @return whether this is ready, and has taken the notification
    public boolean enable() {
      return advance(null);
    }

    @Override
    protected String source() {
      return "Notify::notified";
    }

    @Override
    protected @Nullable Resource resource() {
      var observed = notify.observed;
      return observed == null ? null : observed.resource(notify);
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) {
      return advance(cx) ? Poll.ready(null) : Poll.pending();
    }

    @Override
    protected void giveUp() {
      var found = phase;
      if (found == Phase.LISTED) {
        found = leave();
      }
      phase = Phase.OVER;
      if (found == Phase.TOLD_AS_FIRST || found == Phase.TOLD_AS_LAST) {
        notify.tellOne(found);
      }
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("a notification");
    }

    /// @param cx whose waker is to be woken; null to leave the waker as it is
    /// @return whether this is over
    private boolean advance(@Nullable Context cx) {
      boolean ready = switch (phase) {
        case NEW -> start(cx);
        case LISTED -> isTold() || keepWaiting(cx);
        case TOLD_AS_FIRST, TOLD_AS_LAST, OVER -> true;
      };
      if (ready) {
        phase = Phase.OVER;
      }
      return ready;
    }

    private boolean isTold() {
      return notify.state >> SHIFT != generation;
    }

    private boolean takesStored() {
      long s;
      while (((s = notify.state) & STORED) != 0 && s >> SHIFT == generation) {
        if (notify.cas(s, s & ~STORED)) {
          return true;
        }
      }
      return s >> SHIFT != generation;
    }

    private boolean start(@Nullable Context cx) {
      if (takesStored()) {
        return true;
      }
      var mine = cx == null ? null : cx.waker(); // foreign code: before the lock
      notify.lock.lock();
      try {
        if (takeOrWait()) {
          return true;
        }
        waker = mine;
        notify.link(this);
        phase = Phase.LISTED;
        return false;
      } finally {
        notify.lock.unlock();
      }
    }

    /// Takes a stored notification, or says in the word that somebody waits. The caller holds the lock.
    ///
    /// @return whether this is told
    private boolean takeOrWait() {
      while (true) {
        long s = notify.state;
        if (s >> SHIFT != generation) {
          return true;
        }
        boolean stored = (s & STORED) != 0;
        if (notify.cas(s, stored ? s & ~STORED : s | WAITING)) {
          return stored;
        }
      }
    }

    private boolean keepWaiting(@Nullable Context cx) {
      var mine = cx == null ? null : cx.waker();
      notify.lock.lock();
      try {
        if (phase != Phase.LISTED || isTold()) {
          return true;
        }
        if (mine != null) {
          waker = mine;
        }
        return false;
      } finally {
        notify.lock.unlock();
      }
    }

    private Phase leave() {
      notify.lock.lock();
      try {
        var found = phase;
        if (found == Phase.LISTED && !isTold()) {
          notify.unlink(this);
          waker = null;
        }
        return found;
      } finally {
        notify.lock.unlock();
      }
    }
  }
}
