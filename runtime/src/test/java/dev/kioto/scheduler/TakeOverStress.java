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
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// Threads that come to take over a worker, against its own thread and against each other. The cores are real, and no thread
/// runs their loops.
final class TakeOverStress {
  private TakeOverStress() {}

  /// A runtime of one worker, whose core may need a successor.
  abstract static class Setting {
    final MultiThread scheduler;
    final Worker worker;
    final WorkerCore core;

    Setting() {
      var options = TestTasks.options(1, Probe.NONE);
      options.localQueueCapacity = 4;
      scheduler = new MultiThread(options);
      worker = scheduler.workerList().getFirst();
      core = worker.core();
      scheduler.startCores();
    }

    /// Whether the worker has one core, which is among those that are searched, and can be relied on to answer for it.
    final boolean isInCharge(@Nullable WorkerCore successor) {
      var inCharge = successor == null ? core : successor;
      var all = scheduler.cores();
      return worker.core() == inCharge && all.length == (successor == null ? 1 : 2) && all[all.length - 1] == inCharge
          && inCharge.startBlocking();
    }

    final void end() {
      if (!scheduler.isOver()) {
        scheduler.allStopped();
      }
    }
  }

  /// A task that blocked its thread in place is back while another thread takes over: is the owner in charge, is the
  /// successor, and do the others see what the two think?
  @JCStressTest
  @Outcome(id = "true, false, true", expect = Expect.ACCEPTABLE, desc = "the owner was first")
  @Outcome(id = "false, true, true", expect = Expect.ACCEPTABLE, desc = "the successor was")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both are in charge, or none, or another than the runtime thinks")
  @State
  public static class TakeVsBack extends Setting {
    private final TakeOver takeOver = TakeOver.ofBlocking(scheduler, core);
    private @Nullable WorkerCore successor;

    public TakeVsBack() {
      core.startBlocking();
    }

    @Actor
    public void owner(ZZZ_Result r) {
      r.r1 = core.stopBlocking();
    }

    @Actor
    public void successor() {
      successor = takeOver.take();
    }

    @Arbiter
    public void arbiter(ZZZ_Result r) {
      r.r2 = successor != null;
      r.r3 = isInCharge(successor);
      end();
    }
  }

  /// The successor looks whether it is needed, and is installed later. Must show "true, true".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "both are in charge")
  @State
  public static class TakeVsBackBroken {
    private static final int ATTACHED = 0;
    private static final int BLOCKING = 1;
    private static final int LEAVING = 2;

    private final AtomicInteger phase = new AtomicInteger(BLOCKING);

    @Actor
    public void owner(ZZ_Result r) {
      Thread.onSpinWait();
      r.r1 = phase.compareAndSet(BLOCKING, ATTACHED);
    }

    @Actor
    public void successor(ZZ_Result r) {
      r.r2 = phase.get() == BLOCKING;
      for (int i = 0; i < 4; i++) {
        Thread.onSpinWait();
      }
      if (r.r2) {
        phase.set(LEAVING);
      }
    }
  }

  /// The poll of a stuck core ends, and with it the runtime, while another thread takes over: have the tasks been ended, has
  /// the end been seen, and is nobody left?
  @JCStressTest
  @Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "whoever was first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "an end that nobody sees, or a core after it")
  @State
  public static class TakeVsEnd extends Setting {
    private final TakeOver takeOver = TakeOver.ofStuck(scheduler, core, 0, 1);

    public TakeVsEnd() {
      scheduler.setStopping();
    }

    @Actor
    public void owner() {
      scheduler.left(core, core.depart(), false);
    }

    @Actor
    public void successor() {
      var next = takeOver.take();
      if (next != null) {
        scheduler.left(next, next.depart(), false); // its loop ends at once
      }
    }

    @Arbiter
    public void arbiter(ZZZ_Result r) {
      r.r1 = scheduler.isStopped();
      r.r2 = scheduler.isOver();
      r.r3 = scheduler.cores().length == 0;
      end();
    }
  }

  /// The successor is taken in after it has replaced the other. Must show "true, true": the end was seen before it ran.
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "a core after the end")
  @State
  public static class TakeVsEndBroken {
    private static final int ATTACHED = 0;
    private static final int LEAVING = 1;
    private static final int LEFT = 2;

    private final AtomicInteger phase = new AtomicInteger(ATTACHED);
    private final AtomicInteger cores = new AtomicInteger(1);

    @Actor
    public void owner(ZZ_Result r) {
      phase.getAndSet(LEFT);
      r.r1 = cores.decrementAndGet() == 0;
    }

    @Actor
    public void successor(ZZ_Result r) {
      if (phase.compareAndSet(ATTACHED, LEAVING)) {
        Thread.onSpinWait();
        cores.incrementAndGet();
        r.r2 = true;
      }
    }
  }

  /// Two threads come for a stuck core: it was asked for again before the first one came.
  @JCStressTest
  @Outcome(id = {"true, false, true", "false, true, true"}, expect = Expect.ACCEPTABLE,
      desc = "one of them is in charge")
  @Outcome(expect = Expect.FORBIDDEN, desc = "two successors, or none, or another than the runtime thinks")
  @State
  public static class TakeTwice extends Setting {
    private final TakeOver one = TakeOver.ofStuck(scheduler, core, 0, 1);
    private final TakeOver other = TakeOver.ofStuck(scheduler, core, 0, 1);
    private @Nullable WorkerCore ofOne;
    private @Nullable WorkerCore ofOther;

    @Actor
    public void one() {
      ofOne = one.take();
    }

    @Actor
    public void other() {
      ofOther = other.take();
    }

    @Arbiter
    public void arbiter(ZZZ_Result r) {
      r.r1 = ofOne != null;
      r.r2 = ofOther != null;
      r.r3 = isInCharge(ofOne == null ? ofOther : ofOne) && worker.handoffCount() == 1;
      end();
    }
  }

  /// The same for a core whose task blocks in place and is taken for stuck as well.
  @JCStressTest
  @Outcome(id = {"true, false, true", "false, true, true"}, expect = Expect.ACCEPTABLE,
      desc = "one of them is in charge")
  @Outcome(expect = Expect.FORBIDDEN, desc = "two successors, or none, or another than the runtime thinks")
  @State
  public static class TakeBlockingTwice extends Setting {
    private final TakeOver one = TakeOver.ofBlocking(scheduler, core);
    private final TakeOver other = TakeOver.ofStuck(scheduler, core, 0, 1);
    private @Nullable WorkerCore ofOne;
    private @Nullable WorkerCore ofOther;

    public TakeBlockingTwice() {
      core.startBlocking();
    }

    @Actor
    public void one() {
      ofOne = one.take();
    }

    @Actor
    public void other() {
      ofOther = other.take();
    }

    @Arbiter
    public void arbiter(ZZZ_Result r) {
      r.r1 = ofOne != null;
      r.r2 = ofOther != null;
      r.r3 = isInCharge(ofOne == null ? ofOther : ofOne) && worker.handoffCount() == (ofOther == null ? 0 : 1);
      end();
    }
  }

  /// The phase alone, which is read and then written. Must show "true, true".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "two successors")
  @State
  public static class TakeTwiceBroken {
    private volatile boolean leaving;

    @Actor
    public void one(ZZ_Result r) {
      r.r1 = !leaving;
      Thread.onSpinWait();
      leaving = true;
    }

    @Actor
    public void other(ZZ_Result r) {
      r.r2 = !leaving;
      leaving = true;
    }
  }
}
