package dev.kioto.task;

import dev.kioto.future.Waker;
import dev.kioto.task.FinishedQueue.Node;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.LZ_Result;

/// Members of a join set end while their owner looks for them.
final class FinishedQueueStress {
  private static final String WAITS = "waits";
  private static final String NONE = "none";

  private FinishedQueueStress() {}

  private static final class Named extends Node {
    private final String name;

    // Plain: what the task left before it ended.
    private @Nullable String result;

    Named(String name) {
      this.name = name;
    }

    Named finish() {
      result = name;
      return this;
    }
  }

  private static String describe(@Nullable Named node, String otherwise) {
    return node == null ? otherwise : node.result == null ? "no result" : node.result;
  }

  /// The owner falls asleep while a member ends.
  @JCStressTest
  @Outcome(id = {"a, false", "a, true"}, expect = Expect.ACCEPTABLE, desc = "ended first; perhaps woken as well")
  @Outcome(id = "waits, true", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps beside a member that has ended, or misses its result")
  @State
  public static class WaitVsPush {
    private final FinishedQueue<Named> queue = new FinishedQueue<>();
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void end() {
      queue.push(new Named("a").finish());
    }

    @Actor
    public void own(LZ_Result r) {
      var node = queue.pop();
      r.r1 = describe(node != null ? node : queue.waitOrPop(wakes::incrementAndGet), WAITS);
    }

    @Arbiter
    public void arbiter(LZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// The same where the owner does not look again once its waker is there. Must show "waits, false".
  @JCStressTest
  @Outcome(id = {"a, false", "a, true", "waits, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "waits, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps beside a member that has ended")
  @State
  public static class WaitVsPushBroken {
    private volatile @Nullable Named ended;
    private volatile @Nullable Waker waiting;
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void end() {
      ended = new Named("a").finish();
      var waker = waiting;
      if (waker != null) {
        waker.wake();
      }
    }

    @Actor
    public void own(LZ_Result r) {
      var node = ended;
      if (node == null) {
        Thread.onSpinWait();
        waiting = wakes::incrementAndGet;
      }
      r.r1 = describe(node, WAITS);
    }

    @Arbiter
    public void arbiter(LZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// Two members end, while the owner waits already: it is woken once, and finds both.
  @JCStressTest
  @Outcome(id = {"a b none, 1", "b a none, 1"}, expect = Expect.ACCEPTABLE, desc = "both in the queue")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a member was lost, or nobody was woken, or twice")
  @State
  public static class PushVsPush {
    private final FinishedQueue<Named> queue = new FinishedQueue<>();
    private final AtomicInteger wakes = new AtomicInteger();

    public PushVsPush() {
      queue.waitOrPop(wakes::incrementAndGet);
    }

    @Actor
    public void one() {
      queue.push(new Named("a").finish());
    }

    @Actor
    public void other() {
      queue.push(new Named("b").finish());
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      r.r1 = describe(queue.pop(), NONE) + " " + describe(queue.pop(), NONE) + " " + describe(queue.pop(), NONE);
      r.r2 = wakes.get();
    }
  }

  /// The same where the tail is read and then written. Must show one of the two lost.
  @JCStressTest
  @Outcome(id = {"a b none, 1", "b a none, 1"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = {"a none none, 1", "b none none, 1"}, expect = Expect.ACCEPTABLE_INTERESTING,
      desc = "a member was lost")
  @State
  public static class PushVsPushBroken {
    private static final class Link {
      private final String name;
      private volatile @Nullable Link next;

      Link(String name) {
        this.name = name;
      }
    }

    private final Link head = new Link("");
    private volatile Link tail = head;

    @Actor
    public void one() {
      push(new Link("a"));
    }

    @Actor
    public void other() {
      push(new Link("b"));
    }

    private void push(Link link) {
      var before = tail;
      Thread.onSpinWait();
      tail = link;
      before.next = link;
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      var first = head.next;
      var second = first == null ? null : first.next;
      r.r1 = (first == null ? NONE : first.name) + " " + (second == null ? NONE : second.name) + " " + NONE;
      r.r2 = 1;
    }
  }

  /// A member ends on the owner's own thread, which then waits, while another member ends: that one may hide the first until
  /// it is linked, and then has to wake.
  @JCStressTest
  @Outcome(id = {"a, false", "a, true", "b, false", "b, true"}, expect = Expect.ACCEPTABLE, desc = "found one")
  @Outcome(id = "waits, true", expect = Expect.ACCEPTABLE, desc = "both were hidden; woken for them")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps beside members that have ended")
  @State
  public static class HiddenVsWait {
    private final FinishedQueue<Named> queue = new FinishedQueue<>();
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void end() {
      queue.push(new Named("a").finish());
    }

    @Actor
    public void endAndOwn(LZ_Result r) {
      queue.push(new Named("b").finish());
      r.r1 = describe(queue.waitOrPop(wakes::incrementAndGet), WAITS);
    }

    @Arbiter
    public void arbiter(LZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// The same where a push looks for the waker before it links its node. Must show "waits, false".
  @JCStressTest
  @Outcome(id = {"found, false", "found, true", "waits, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "waits, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps beside members that have ended")
  @State
  public static class HiddenVsWaitBroken {
    private volatile int tail;
    private volatile boolean linked;
    private volatile @Nullable Waker waiting;
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void end() {
      tail = 1;
      var waker = waiting;
      if (waker != null) {
        waker.wake();
      }
      Thread.onSpinWait();
      linked = true;
    }

    @Actor
    public void endAndOwn(LZ_Result r) {
      boolean behind = tail == 1; // its own node is behind the other, and found through it
      waiting = wakes::incrementAndGet;
      r.r1 = !behind || linked ? "found" : WAITS;
    }

    @Arbiter
    public void arbiter(LZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }
}
