package dev.kioto.scheduler;

import dev.kioto.future.Futures;
import dev.kioto.probe.Probe;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// Threads that drive a runtime without threads of its own, against its end.
final class CurrentThreadStress {
  private CurrentThreadStress() {}

  /// A runtime is stopped while a thread drives it for one turn, and gives the core back: how often its task has ended, and
  /// whether the runtime is over.
  @JCStressTest
  @Outcome(id = "1, true", expect = Expect.ACCEPTABLE, desc = "one of the two has ended what was left")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a task that nobody ends, or that ends twice")
  @State
  public static class StopVsDriver {
    private final AtomicInteger ends = new AtomicInteger();
    private final CurrentThread scheduler;

    public StopVsDriver() {
      var options = TestTasks.options(1, Probe.NONE);
      options.flavor = SchedulerOptions.Flavor.CURRENT_THREAD;
      options.hooks = new Hooks(null, null, null, null, null, _ -> ends.getAndIncrement(), null, null);
      scheduler = new CurrentThread(options);
      scheduler.spawn(Futures.pending(), TaskOptions.NONE);
    }

    @Actor
    public void drive() {
      scheduler.park(this, () -> true);
    }

    @Actor
    public void stop() {
      scheduler.stop();
    }

    @Arbiter
    public void arbiter(IZ_Result r) {
      r.r1 = ends.get();
      r.r2 = scheduler.isStopped();
    }
  }

  /// The seat alone, where the driver does not look whether the runtime was stopped meanwhile. Must show "0".
  @JCStressTest
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "what was left never ends")
  @State
  public static class StopVsDriverBroken {
    private final AtomicReference<@Nullable Object> seat = new AtomicReference<>(this);
    private volatile boolean stopping;
    private int ends; // by whoever has what is in the seat

    @Actor
    public void drive() {
      var core = stopping ? null : seat.getAndSet(null);
      if (core != null) {
        Thread.onSpinWait();
        seat.set(core);
      }
    }

    @Actor
    public void stop() {
      stopping = true;
      var core = seat.getAndSet(null);
      if (core != null) {
        ends++;
        seat.set(core);
      }
    }

    @Arbiter
    public void arbiter(I_Result r) {
      r.r1 = ends;
    }
  }
}
