package dev.kioto.sync;

import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/// Races of the barrier: who arrives last, and whether the others hear of it.
final class BarrierStress {
  private BarrierStress() {}

  private static final class Arrival {
    private final AtomicInteger wakes = new AtomicInteger();
    private final Future<BarrierWaitResult> wait;

    Arrival(Barrier barrier) {
      wait = barrier.waitForAll();
    }

    String poll() {
      return wait.poll(() -> wakes::incrementAndGet) instanceof Poll.Ready<BarrierWaitResult>(var result)
          ? result.isLeader() ? "leads" : "follows" : "waits";
    }

    /// What a task would know at last, that polls when it was woken.
    String after(Object before) {
      return before.equals("waits") && wakes.get() > 0 ? poll() : (String) before;
    }
  }

  /// Both that a barrier is for arrive at once.
  @JCStressTest
  @Outcome(id = {"leads, follows", "follows, leads"}, expect = Expect.ACCEPTABLE, desc = "one leads, both go on")
  @Outcome(expect = Expect.FORBIDDEN, desc = "one waits for ever, or there are two leaders, or none")
  @State
  public static class TwoArrivals {
    private final Barrier barrier = new Barrier(2);
    private final Arrival one = new Arrival(barrier);
    private final Arrival other = new Arrival(barrier);

    @Actor
    public void one(LL_Result r) {
      r.r1 = one.poll();
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = other.poll();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r1 = one.after(r.r1);
      r.r2 = other.after(r.r2);
    }
  }

  /// The same where one looks whether the round is over before it is among those that are notified, and not again. Must
  /// show "waits".
  @JCStressTest
  @Outcome(id = {"leads, follows", "follows, leads"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = {"leads, waits", "waits, leads"}, expect = Expect.ACCEPTABLE_INTERESTING, desc = "one waits for ever")
  @State
  public static class TwoArrivalsBroken {
    private final AtomicInteger arrived = new AtomicInteger();
    private volatile boolean listed;
    private volatile boolean woken;

    @Actor
    public void one(LL_Result r) {
      r.r1 = arrive();
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = arrive();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r1 = woken && r.r1.equals("waits") ? "follows" : r.r1;
      r.r2 = woken && r.r2.equals("waits") ? "follows" : r.r2;
    }

    private String arrive() {
      if (arrived.incrementAndGet() == 2) {
        woken = listed;
        return "leads";
      }
      if (arrived.get() == 2) {
        return "follows";
      }
      Thread.onSpinWait();
      listed = true;
      return "waits";
    }
  }

  /// The last one arrives while one that has arrived gives up: it counts, and the round ends.
  @JCStressTest
  @Outcome(id = "leads, waits", expect = Expect.ACCEPTABLE, desc = "the round ended; the next one is whole")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the round did not end, or the next one lacks an arrival")
  @State
  public static class LastVsDrop {
    private final Barrier barrier = new Barrier(2);
    private final Arrival gone = new Arrival(barrier);
    private final Arrival last = new Arrival(barrier);
    private final Arrival next = new Arrival(barrier);

    public LastVsDrop() {
      gone.poll();
    }

    @Actor
    public void last(LL_Result r) {
      r.r1 = last.poll();
    }

    @Actor
    public void drop() {
      gone.wait.drop();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r2 = next.poll();
    }
  }
}
