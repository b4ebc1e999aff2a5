package dev.kioto.scheduler;

import dev.kioto.probe.Probe;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/// A task ends while somebody begins to wait for it.
final class JoinStress {
  private JoinStress() {}

  /// The value is there when the poll is ready, else the waker is woken.
  @JCStressTest
  @Outcome(id = {"value, 0", "value, 1"}, expect = Expect.ACCEPTABLE, desc = "ended first; perhaps woken as well")
  @Outcome(id = "pending, 1", expect = Expect.ACCEPTABLE, desc = "waits and is woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits for ever, or is ready without the value")
  @State
  public static class FinishVsRegister {
    private final FutureTask<String> task = TestTasks.task();
    private final AtomicInteger wakes = new AtomicInteger();

    public FinishVsRegister() {
      task.claim();
    }

    @Actor
    public void finish() {
      task.finish("value", null, Probe.NONE.shared());
    }

    @Actor
    public void join(LI_Result r) {
      r.r1 = task.pollJoin(wakes::incrementAndGet).isReady() ? task.value() : "pending";
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      r.r2 = wakes.get();
    }
  }

  /// The same where one looks for the end and then leaves the waker. Must show "pending, 0".
  @JCStressTest
  @Outcome(id = {"value, 0", "pending, 1"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "pending, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits for ever")
  @State
  public static class FinishVsRegisterBroken {
    private volatile boolean done;
    private volatile @Nullable AtomicInteger waker;
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void finish() {
      done = true;
      var waiting = waker;
      if (waiting != null) {
        waiting.incrementAndGet();
      }
    }

    @Actor
    public void join(LI_Result r) {
      if (done) {
        r.r1 = "value";
      } else {
        waker = wakes;
        r.r1 = "pending";
      }
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      r.r2 = wakes.get();
    }
  }

  /// A second one begins to wait while the task ends: the first is woken whatever happens.
  @JCStressTest
  @Outcome(id = {"true, 1", "false, 2"}, expect = Expect.ACCEPTABLE, desc = "everyone who waits is woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a waker was forgotten, or woken twice")
  @State
  public static class FinishVsSecondRegister {
    private final FutureTask<String> task = TestTasks.task();
    private final AtomicInteger wakes = new AtomicInteger();

    public FinishVsSecondRegister() {
      task.claim();
      task.pollJoin(() -> wakes.incrementAndGet());
    }

    @Actor
    public void finish() {
      task.finish("value", null, Probe.NONE.shared());
    }

    @Actor
    public void join(ZI_Result r) {
      r.r1 = task.pollJoin(wakes::incrementAndGet).isReady();
    }

    @Arbiter
    public void arbiter(ZI_Result r) {
      r.r2 = wakes.get();
    }
  }

  /// The same where the second one writes the word without a swap. Must show "false, 1".
  @JCStressTest
  @Outcome(id = {"true, 1", "false, 2"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = {"false, 1", "false, 0"}, expect = Expect.ACCEPTABLE_INTERESTING, desc = "a waker was forgotten")
  @State
  public static class FinishVsSecondRegisterBroken {
    private static final int DONE = -1;
    private volatile int waiting = 1;
    private int wakes;

    @Actor
    public void finish() {
      int n = waiting;
      waiting = DONE;
      wakes = n;
    }

    @Actor
    public void join(ZI_Result r) {
      int n = waiting;
      if (n == DONE) {
        r.r1 = true;
      } else {
        waiting = n + 1;
      }
    }

    @Arbiter
    public void arbiter(ZI_Result r) {
      r.r2 = wakes;
    }
  }
}
