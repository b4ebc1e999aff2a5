package dev.kioto.time;

import dev.kioto.future.HandPolled;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Handle;
import dev.kioto.runtime.Runtime;
import dev.kioto.time.DelayQueue.Expired;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/// Races between who awaits a delay queue and who changes it.
final class DelayQueueStress {
  private static final String PENDING = "pending";
  private static final String EMPTY = "empty";
  private static final Duration HOUR = Duration.ofHours(1);

  private DelayQueueStress() {}

  // Never driven: its timers do not fire, and who is woken was woken by who changed the queue.
  private static final class Runtimes {
    static final Handle STANDING_STILL = Runtime.builder().currentThread().enableTime().build().handle();
  }

  /// A queue that somebody is about to await, and an entry that is due in an hour.
  abstract static class Awaited {
    final DelayQueue<String> queue = new DelayQueue<>();
    final DelayQueue.Key<String> later = queue.insert("later", HOUR);
    private final HandPolled<@Nullable Expired<String>> next = HandPolled.of(queue.next());

    Object poll() {
      try (var _ = Runtimes.STANDING_STILL.enter()) {
        return describe(next.poll());
      }
    }

    /// How often it was woken, now that it is given up.
    int wakes() {
      next.drop();
      return next.wakes();
    }
  }

  private static Object describe(Poll<@Nullable Expired<String>> poll) {
    if (poll instanceof Poll.Ready<@Nullable Expired<String>> ready) {
      var expired = ready.value();
      return expired == null ? EMPTY : expired.value();
    }
    return PENDING;
  }

  /// One goes to sleep until the first entry is due, while another puts in one that is due now.
  @JCStressTest
  @Outcome(id = "now, 0", expect = Expect.ACCEPTABLE, desc = "put in first")
  @Outcome(id = "pending, 1", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps beside what is due, or was woken twice")
  @State
  public static class InsertVsSleep extends Awaited {
    private final Moment past = Time.now();

    @Actor
    public void insert() {
      queue.insertAt("now", past);
    }

    @Actor
    public void await(LI_Result r) {
      r.r1 = poll();
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      r.r2 = wakes();
    }
  }

  /// The same where the waker is left after the look at the first entry, and not under the lock. Must show "pending, 0".
  @JCStressTest
  @Outcome(id = {"now, 0", "pending, 1"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "pending, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps beside what is due")
  @State
  public static class InsertVsSleepBroken {
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile @Nullable String due;
    private volatile boolean awaited;

    @Actor
    public void insert() {
      due = "now";
      if (awaited) {
        wakes.incrementAndGet();
      }
    }

    @Actor
    public void await(LI_Result r) {
      r.r1 = due;
      if (r.r1 == null) {
        Thread.onSpinWait();
        awaited = true;
        r.r1 = PENDING;
      }
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      r.r2 = wakes.get();
    }
  }

  /// One goes to sleep until the only entry is due, while another takes that out.
  @JCStressTest
  @Outcome(id = "empty, 0", expect = Expect.ACCEPTABLE, desc = "taken out first")
  @Outcome(id = "pending, 1", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps for nothing, or was woken twice")
  @State
  public static class RemoveVsSleep extends Awaited {
    @Actor
    public void remove() {
      queue.remove(later);
    }

    @Actor
    public void await(LI_Result r) {
      r.r1 = poll();
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      r.r2 = wakes();
    }
  }

  /// The same where it is asked who sleeps before the entry is taken out. Must show "pending, 0".
  @JCStressTest
  @Outcome(id = {"empty, 0", "empty, 1", "pending, 1"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "pending, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps for nothing")
  @State
  public static class RemoveVsSleepBroken {
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile int entries = 1;
    private volatile boolean awaited;

    @Actor
    public void remove() {
      boolean sleeps = awaited;
      Thread.onSpinWait();
      entries = 0;
      if (sleeps) {
        wakes.incrementAndGet();
      }
    }

    @Actor
    public void await(LI_Result r) {
      awaited = true;
      boolean empty = entries == 0;
      awaited = !empty;
      r.r1 = empty ? EMPTY : PENDING;
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      r.r2 = wakes.get();
    }
  }

  /// An entry expires while it is taken out.
  @JCStressTest
  @Outcome(id = "now, false", expect = Expect.ACCEPTABLE, desc = "it expired")
  @Outcome(id = "pending, true", expect = Expect.ACCEPTABLE, desc = "it was taken out")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both got it, or neither")
  @State
  public static class RemoveVsExpire extends Awaited {
    private final DelayQueue.Key<String> now = queue.insert("now", Duration.ZERO);

    @Actor
    public void remove(LL_Result r) {
      r.r2 = queue.tryRemove(now).isPresent();
    }

    @Actor
    public void await(LL_Result r) {
      r.r1 = poll();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      wakes();
    }
  }

  /// The same where it is looked whether the entry is there and then taken, without a lock. Must show "now, true".
  @JCStressTest
  @Outcome(id = {"now, false", "pending, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "now, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "both got it")
  @State
  public static class RemoveVsExpireBroken {
    private volatile boolean isIn = true;

    @Actor
    public void remove(LL_Result r) {
      r.r2 = take();
    }

    @Actor
    public void await(LL_Result r) {
      r.r1 = take() ? "now" : PENDING;
    }

    private boolean take() {
      boolean found = isIn;
      Thread.onSpinWait();
      isIn = false;
      return found;
    }
  }
}
