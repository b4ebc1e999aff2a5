package dev.kioto.stream;

import dev.kioto.future.Waker;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A subscriber asks a publisher's task, which goes to sleep.
final class DemandStress {
  private static final String ASKED = "asked";
  private static final String WAITS = "waits";

  private DemandStress() {}

  /// An item is asked for while the task looks for demand.
  @JCStressTest
  @Outcome(id = {"asked, false", "asked, true"}, expect = Expect.ACCEPTABLE,
      desc = "asked before; perhaps woken as well")
  @Outcome(id = "waits, true", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps beside a request")
  @State
  public static class WaitVsRequest {
    private final Demand demand = new Demand();
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void subscriber() {
      demand.request(1);
    }

    @Actor
    public void task(LZ_Result r) {
      demand.attend(wakes::incrementAndGet);
      r.r1 = demand.isPositive() ? ASKED : WAITS;
    }

    @Arbiter
    public void arbiter(LZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// The same where the task looks before it leaves its waker. Must show "waits, false".
  @JCStressTest
  @Outcome(id = {"asked, false", "asked, true", "waits, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "waits, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps beside a request")
  @State
  public static class WaitVsRequestBroken {
    private volatile long items;
    private volatile @Nullable Waker waker;
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void subscriber() {
      items = 1;
      var task = waker;
      if (task != null) {
        task.wake();
      }
    }

    @Actor
    public void task(LZ_Result r) {
      boolean asked = items > 0;
      Thread.onSpinWait();
      waker = wakes::incrementAndGet;
      r.r1 = asked ? ASKED : WAITS;
    }

    @Arbiter
    public void arbiter(LZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// The subscription is cancelled while the task falls asleep.
  @JCStressTest
  @Outcome(id = {"true, false", "true, true"}, expect = Expect.ACCEPTABLE,
      desc = "cancelled before; perhaps woken as well")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps on after a cancel")
  @State
  public static class WaitVsCancel {
    private final Demand demand = new Demand();
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void subscriber() {
      demand.cancel();
    }

    @Actor
    public void task(ZZ_Result r) {
      demand.attend(wakes::incrementAndGet);
      r.r1 = demand.state() == Demand.State.CANCELLED;
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }
}
