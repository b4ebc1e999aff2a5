package dev.kioto.driver;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// Races of who goes to sleep on a driver against who has borrowed it.
final class HoldStress {
  private HoldStress() {}

  /// Is asked for its thread by who wakes it.
  private static final class Worker implements Sleeper {
    private volatile boolean woken;

    @Override
    public @Nullable Thread thread() {
      woken = true;
      return null;
    }

    @Override
    public boolean isAsleep() {
      return true;
    }

    @Override
    public void sleep(Object blocker, long nanos) {}
  }

  /// A worker goes to sleep while a thread from outside, which will not be back, has the driver for a moment.
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "sleeps on the driver")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "went to sleep without it, and was woken to take it")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps while nobody has the driver")
  @State
  public static class ParkVsBorrow {
    private final Hold hold = new Hold();
    private final Worker worker = new Worker();

    @Actor
    public void park(ZZ_Result r) {
      r.r1 = hold.tryTake(worker);
    }

    @Actor
    public void borrow() {
      if (hold.tryBorrow()) {
        hold.giveBack();
      }
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = worker.woken;
    }
  }

  /// The same where who borrows it does as who holds it. Must show "false, false".
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps while nobody has the driver")
  @Outcome(expect = Expect.FORBIDDEN, desc = "nobody wakes it")
  @State
  public static class ParkVsBorrowBroken {
    private final AtomicBoolean held = new AtomicBoolean();

    @Actor
    public void park(ZZ_Result r) {
      r.r1 = held.compareAndSet(false, true);
    }

    @Actor
    public void borrow() {
      if (held.compareAndSet(false, true)) {
        held.set(false);
      }
    }
  }

  /// A second worker goes to sleep while the driver is given back, which a first one sleeps beside. The step is that of [ParkVsBorrow].
  @JCStressTest
  @Outcome(id = "true, true, false", expect = Expect.ACCEPTABLE, desc = "the second sleeps on the driver")
  @Outcome(id = "false, true, false", expect = Expect.ACCEPTABLE, desc = "beside the first, which was woken to take it")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleep while nobody has the driver, or one was woken that has not asked")
  @State
  public static class SecondParkVsGiveBack {
    private final Hold hold = new Hold();
    private final Worker first = new Worker();
    private final Worker second = new Worker();

    public SecondParkVsGiveBack() {
      hold.tryBorrow();
      hold.tryTake(first);
    }

    @Actor
    public void park(ZZZ_Result r) {
      r.r1 = hold.tryTake(second);
    }

    @Actor
    public void giveBack() {
      hold.giveBack();
    }

    @Arbiter
    public void arbiter(ZZZ_Result r) {
      r.r2 = first.woken;
      r.r3 = second.woken;
    }
  }
}
