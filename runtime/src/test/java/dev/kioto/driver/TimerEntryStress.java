package dev.kioto.driver;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/// Races between the owner of a timer and the thread that fires it.
final class TimerEntryStress {
  private TimerEntryStress() {}

  private static final long MINUTE = 60_000_000_000L;

  /// A driver whose clock stands still, and an entry that waits in it and is due in a minute.
  private static final class Waiting {
    private final Clock clock = new Clock(true, true);
    private final Driver driver = new Driver(clock, () -> 1024, 1024, true);
    private final long due = clock.now() + MINUTE;
    private final AtomicInteger wakes = new AtomicInteger();
    private final TimerEntry entry = entry();

    private TimerEntry entry() {
      var made = driver.entry(due);
      made.poll(wakes::incrementAndGet);
      return made;
    }

    void fire() {
      clock.advanceTo(due);
      driver.turn(System.nanoTime(), 256);
    }

    int wakesAfterAnotherMinute() {
      clock.advanceTo(due + MINUTE);
      driver.turn(System.nanoTime(), 256);
      return wakes.get();
    }
  }

  /// The owner puts the entry off by a minute while its turn comes: whether it was put off, and how often the waker was woken
  /// before the new deadline, and until after it.
  @JCStressTest
  @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "put off, and woken at the new deadline alone")
  @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "it had fired")
  @Outcome(expect = Expect.FORBIDDEN, desc = "woken too early, twice or never")
  @State
  public static class Defer {
    private final Waiting timer = new Waiting();

    @Actor
    public void owner(ZI_Result r) {
      r.r1 = timer.entry.reset(timer.due + MINUTE);
    }

    @Actor
    public void driver() {
      timer.fire();
    }

    @Arbiter
    public void arbiter(ZI_Result r) {
      int early = timer.wakes.get();
      r.r2 = timer.wakesAfterAnotherMinute() == 1 ? early : 9;
    }
  }

  /// The same where firing looks at the deadline and then marks the entry, in two steps. Must show "true, 1".
  @JCStressTest
  @Outcome(id = {"true, 0", "false, 1"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "true, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "put off, and woken at the old deadline")
  @State
  public static class DeferBroken {
    private static final long FIRED = -1;
    private static final VarHandle DUE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "due",
        VarHandle.class, DeferBroken.class, long.class);
    private volatile long due = 1;
    private volatile int wakes;

    @Actor
    public void owner(ZI_Result r) {
      r.r1 = DUE.compareAndSet(this, 1L, 2L);
    }

    @Actor
    public void driver() {
      if (due <= 1) {
        Thread.onSpinWait();
        due = FIRED;
        wakes = 1;
      }
    }

    @Arbiter
    public void arbiter(ZI_Result r) {
      r.r2 = wakes;
    }
  }

  /// The owner brings the entry forward, to now, while its turn comes.
  @JCStressTest
  @Outcome(id = {"true, 1", "false, 1"}, expect = Expect.ACCEPTABLE, desc = "woken once, by the one or the other")
  @Outcome(expect = Expect.FORBIDDEN, desc = "woken twice or never")
  @State
  public static class BringForward {
    private final Waiting timer = new Waiting();

    @Actor
    public void owner(ZI_Result r) {
      r.r1 = timer.entry.reset(timer.due - MINUTE);
    }

    @Actor
    public void driver() {
      timer.fire();
    }

    @Arbiter
    public void arbiter(ZI_Result r) {
      timer.wakesAfterAnotherMinute();
      r.r2 = timer.wakes.get();
    }
  }

  /// The owner gives the entry up while its turn comes: whether the wheel is empty then, and how often the waker was woken.
  @JCStressTest
  @Outcome(id = {"true, 0", "true, 1"}, expect = Expect.ACCEPTABLE,
      desc = "it is out of the wheel, and was woken or not")
  @Outcome(expect = Expect.FORBIDDEN, desc = "it is still in the wheel, or was woken twice")
  @State
  public static class Cancel {
    private final Waiting timer = new Waiting();

    @Actor
    public void owner() {
      timer.entry.cancel();
    }

    @Actor
    public void driver() {
      timer.fire();
    }

    @Arbiter
    public void arbiter(ZI_Result r) {
      r.r1 = timer.driver.isEmpty();
      r.r2 = timer.wakesAfterAnotherMinute();
    }
  }

  /// The same where the owner believes what it saw of the entry before it has the lock. Must show "false, 0".
  @JCStressTest
  @Outcome(id = {"true, 0", "true, 1"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = {"false, 0", "false, 1"}, expect = Expect.ACCEPTABLE_INTERESTING,
      desc = "removed twice, and so miscounted")
  @State
  public static class CancelBroken {
    private final Waiting timer = new Waiting();
    private final AtomicInteger inWheel = new AtomicInteger(1);

    @Actor
    public void owner() {
      if (!timer.entry.isFired()) {
        Thread.onSpinWait();
        inWheel.decrementAndGet();
      }
    }

    @Actor
    public void driver() {
      timer.fire();
      inWheel.decrementAndGet();
    }

    @Arbiter
    public void arbiter(ZI_Result r) {
      r.r1 = inWheel.get() == 0;
      r.r2 = 0;
    }
  }
}
