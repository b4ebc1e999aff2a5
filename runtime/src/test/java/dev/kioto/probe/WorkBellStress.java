package dev.kioto.probe;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// Threads that go to rest against workers that go to work.
final class WorkBellStress {
  private static final Thread ONE = new Thread(() -> {});
  private static final Thread OTHER = new Thread(() -> {});

  private WorkBellStress() {}

  /// What a worker does that goes to work, as the scheduler's cores do.
  private static final class Worker {
    private static final VarHandle WORKS = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "works",
        VarHandle.class, Worker.class, boolean.class);

    @SuppressWarnings("UnusedVariable") // read through its handle
    private boolean works;

    void works() {
      WORKS.setOpaque(this, true);
    }

    boolean isAtWork() {
      return (boolean) WORKS.getOpaque(this);
    }
  }

  /// A thread that rests in two steps.
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "rung")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "seen at a look")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both")
  @Outcome(expect = Expect.FORBIDDEN, desc = "rests beside a worker at work")
  @State
  public static class Rest {
    private final WorkBell bell = new WorkBell();
    private final Worker worker = new Worker();
    private boolean seen;

    @Actor
    public void watch() {
      bell.listen(ONE);
      seen = worker.isAtWork();
    }

    @Actor
    public void work() {
      worker.works();
      bell.ring();
    }

    @Arbiter
    public void secondLook(ZZ_Result r) {
      r.r1 = !bell.hasListener(ONE);
      r.r2 = seen || worker.isAtWork();
    }
  }

  /// The second look is left out. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true", "true, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "rests beside a worker at work")
  @State
  public static class RestBroken {
    private final WorkBell bell = new WorkBell();
    private final Worker worker = new Worker();

    @Actor
    public void watch(ZZ_Result r) {
      bell.listen(ONE);
      r.r2 = worker.isAtWork();
    }

    @Actor
    public void work() {
      worker.works();
      bell.ring();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r1 = !bell.hasListener(ONE);
    }
  }

  /// Two that go to rest at a time.
  @JCStressTest
  @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "both are rung")
  @Outcome(expect = Expect.FORBIDDEN, desc = "one is forgotten")
  @State
  public static class Listen {
    private final WorkBell bell = new WorkBell();

    @Actor
    public void one() {
      bell.listen(ONE);
    }

    @Actor
    public void other() {
      bell.listen(OTHER);
    }

    @Arbiter
    public void arbiter(II_Result r) {
      r.r1 = bell.ring();
      r.r2 = bell.ring();
    }
  }

  /// They are kept by a write and no CAS. Must show "1, 0".
  @JCStressTest
  @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "one is forgotten")
  @State
  public static class ListenBroken {
    private volatile int listeners; // one bit for each

    private void listen(int bit) {
      int before = listeners;
      Thread.onSpinWait();
      listeners = before | bit;
    }

    @Actor
    public void one() {
      listen(1);
    }

    @Actor
    public void other() {
      listen(2);
    }

    @Arbiter
    public void arbiter(II_Result r) {
      r.r1 = Integer.bitCount(listeners);
    }
  }

  /// One comes while another is rung for. It has no twin: the step is the same.
  @JCStressTest
  @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "in time for this ring")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "for the next ring")
  @Outcome(expect = Expect.FORBIDDEN, desc = "forgotten, or rung for twice")
  @State
  public static class Ring {
    private final WorkBell bell = new WorkBell();

    public Ring() {
      bell.listen(OTHER);
    }

    @Actor
    public void listen() {
      bell.listen(ONE);
    }

    @Actor
    public void ring(II_Result r) {
      r.r1 = bell.ring();
    }

    @Arbiter
    public void arbiter(II_Result r) {
      r.r2 = bell.ring();
    }
  }
}
