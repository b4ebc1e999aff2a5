package dev.kioto.scheduler;

import dev.kioto.probe.Probe;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// Cores that are replaced, against what their threads do meanwhile. The cores are real, and no thread runs their loops.
final class WorkerCoreStress {
  private static final FutureTask<String> TASK = TestTasks.task();

  private WorkerCoreStress() {}

  /// A worker whose core is replaced, and another that sleeps.
  abstract static class Setting {
    final MultiThread scheduler;
    final WorkerCore core;
    final WorkerCore successor;

    Setting() {
      this(Duration.ofDays(1)); // the LIFO slot is shared, and nobody watches
    }

    Setting(Duration stuckWorkerTimeout) {
      var options = TestTasks.options(2, Probe.NONE);
      options.localQueueCapacity = 4;
      options.stuckWorkerTimeout = stuckWorkerTimeout;
      scheduler = new MultiThread(options);
      var worker = scheduler.workerList().get(0);
      core = worker.core();
      successor = new WorkerCore(scheduler, worker);
    }

    final void end() {
      scheduler.allStopped();
    }
  }

  /// A task goes into the slot of a core that is replaced, as it may be in a poll that is stuck. Has the successor taken it,
  /// and has another worker been told of it?
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE,
      desc = "the one or the other looks after it")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "the owner exposed it, and the successor was first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a task in the slot of a thread that is stuck, and nobody knows")
  @State
  public static class ScheduleVsReplace extends Setting {
    public ScheduleVsReplace() {
      scheduler.idle().park(1, false);
    }

    @Actor
    public void owner() {
      core.schedule(TASK);
    }

    @Actor
    public void successor(ZZ_Result r) {
      core.replaceStuck();
      successor.relieve(core);
      r.r1 = !scheduler.inject().isEmpty();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = !scheduler.idle().isParked(1);
      end();
    }
  }

  /// The slot alone, where the owner does not look again after it has filled it. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "a task that nobody knows of")
  @State
  public static class ScheduleVsReplaceBroken {
    private final AtomicReference<@Nullable Object> slot = new AtomicReference<>();
    private volatile boolean leaving;

    @Actor
    public void owner(ZZ_Result r) {
      r.r2 = leaving;
      if (!r.r2) {
        Thread.onSpinWait();
        slot.getAndSet(this);
      }
    }

    @Actor
    public void successor(ZZ_Result r) {
      leaving = true;
      r.r1 = slot.getAndSet(null) != null;
    }
  }

  /// The slot of a core begins to be shared, with a task in it, while the core is replaced. How often is the task there, in a
  /// queue or in the slot?
  @JCStressTest
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "once, whoever has it")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the task is lost, or in two places")
  @State
  public static class ShareVsReplace extends Setting {
    private final SchedulerOptions sharing;

    public ShareVsReplace() {
      super(Duration.ZERO);
      sharing = core.options.copy();
      sharing.stuckWorkerTimeout = Duration.ofDays(1);
    }

    @Actor
    public void owner() {
      core.schedule(TASK);
      core.adopt(sharing);
      core.expose();
    }

    @Actor
    public void successor() {
      core.replaceStuck();
      successor.relieve(core);
    }

    @Arbiter
    public void arbiter(I_Result r) {
      r.r1 = scheduler.inject().size() + core.localDepth();
      end();
    }
  }

  /// The slot alone, where the owner says that it is shared and still takes from it as before. Must show "2".
  @JCStressTest
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "two have the task")
  @State
  public static class ShareVsReplaceBroken {
    private final AtomicReference<@Nullable Object> slot = new AtomicReference<>(this);
    private final AtomicInteger taken = new AtomicInteger();
    private volatile boolean shared;

    @Actor
    public void owner() {
      shared = true;
      if (slot.getPlain() != null) {
        Thread.onSpinWait();
        slot.setPlain(null);
        taken.incrementAndGet();
      }
    }

    @Actor
    public void successor() {
      if (shared && slot.getAndSet(null) != null) {
        taken.incrementAndGet();
      }
    }

    @Arbiter
    public void arbiter(I_Result r) {
      r.r1 = Math.max(1, taken.get()); // what nobody has taken is in the slot
    }
  }

  /// The owner goes to sleep and gets up again while a successor takes its worker: was the core replaced, and is it still in
  /// charge afterwards?
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "one of the two is in charge")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both are, or none")
  @State
  public static class ParkVsReplace extends Setting {
    private boolean replaced;

    public ParkVsReplace() {
      scheduler.setStopping(); // the sleep ends at once
    }

    @Actor
    public void owner() {
      core.park();
    }

    @Actor
    public void successor() {
      replaced = core.replaceStuck();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r1 = replaced;
      r.r2 = core.startBlocking();
      end();
    }
  }

  /// The phase alone, where the owner reads and writes it to go to sleep. Must show "true, true".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "two are in charge")
  @State
  public static class ParkVsReplaceBroken {
    private static final int ATTACHED = 0;
    private static final int PARKED = 1;
    private static final int LEAVING = 2;

    private final AtomicInteger phase = new AtomicInteger(ATTACHED);

    @Actor
    public void owner() {
      if (phase.get() == ATTACHED) {
        Thread.onSpinWait();
        phase.set(PARKED);
        phase.set(ATTACHED);
      }
    }

    @Actor
    public void successor(ZZ_Result r) {
      r.r1 = phase.compareAndSet(ATTACHED, LEAVING);
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = phase.get() == ATTACHED;
    }
  }

  /// A task that blocked its thread in place is back while a successor comes for the worker: who goes on?
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "one of the two")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both, or none")
  @State
  public static class BackVsReplace extends Setting {
    public BackVsReplace() {
      core.startBlocking();
    }

    @Actor
    public void owner(ZZ_Result r) {
      r.r1 = core.stopBlocking();
    }

    @Actor
    public void successor(ZZ_Result r) {
      r.r2 = core.replaceBlocking();
    }

    @Arbiter
    public void arbiter() {
      end();
    }
  }

  /// The phase alone, where the owner reads it and then writes it. Must show "true, true".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "both go on")
  @State
  public static class BackVsReplaceBroken {
    private final AtomicInteger blocking = new AtomicInteger(1);

    @Actor
    public void owner(ZZ_Result r) {
      r.r1 = blocking.get() == 1;
      Thread.onSpinWait();
      blocking.set(0);
    }

    @Actor
    public void successor(ZZ_Result r) {
      r.r2 = blocking.compareAndSet(1, 0);
    }
  }
}
