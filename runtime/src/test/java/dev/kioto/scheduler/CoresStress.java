package dev.kioto.scheduler;

import dev.kioto.probe.Probe;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// Cores that come while others leave: is the successor in, and was the end seen?
final class CoresStress {
  private static final MultiThread SCHEDULER = new MultiThread(TestTasks.options(3, Probe.NONE));
  private static final WorkerCore ONE = SCHEDULER.workerList().get(0).core();
  private static final WorkerCore OTHER = SCHEDULER.workerList().get(1).core();
  private static final WorkerCore FIRST = SCHEDULER.workerList().get(2).core();

  private CoresStress() {}

  /// A successor comes while the last core leaves.
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "in: whoever left was not the last")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the last had left")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a core after the end, or an end that nobody sees")
  @State
  public static class AddVsLast {
    private final Cores cores = new Cores();

    public AddVsLast() {
      cores.start(List.of(ONE));
    }

    @Actor
    public void add(ZZ_Result r) {
      r.r1 = cores.add(OTHER);
    }

    @Actor
    public void remove(ZZ_Result r) {
      r.r2 = cores.remove(ONE);
    }
  }

  /// The number of cores alone, which is read and then written. Must show "true, true".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "a core after the end")
  @State
  public static class AddVsLastBroken {
    private final AtomicInteger cores = new AtomicInteger(1);

    @Actor
    public void add(ZZ_Result r) {
      r.r1 = cores.get() != 0;
      Thread.onSpinWait();
      if (r.r1) {
        cores.getAndIncrement();
      }
    }

    @Actor
    public void remove(ZZ_Result r) {
      r.r2 = cores.decrementAndGet() == 0;
    }
  }

  /// Successors of two workers come at once.
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both are in")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a core that no thief finds")
  @State
  public static class AddTwo {
    private final Cores cores = new Cores();

    public AddTwo() {
      cores.start(List.of(FIRST));
    }

    @Actor
    public void one() {
      cores.add(ONE);
    }

    @Actor
    public void other() {
      cores.add(OTHER);
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      var in = List.of(cores.all());
      r.r1 = in.contains(ONE);
      r.r2 = in.contains(OTHER);
    }
  }

  /// The array alone, which is read and then written. Must show "true, false" or "false, true".
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE_INTERESTING,
      desc = "a core that no thief finds")
  @State
  public static class AddTwoBroken {
    private volatile List<WorkerCore> cores = List.of(FIRST);

    @Actor
    public void one() {
      var before = cores;
      Thread.onSpinWait();
      cores = Stream.concat(before.stream(), Stream.of(ONE)).toList();
    }

    @Actor
    public void other() {
      var before = cores;
      cores = Stream.concat(before.stream(), Stream.of(OTHER)).toList();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r1 = cores.contains(ONE);
      r.r2 = cores.contains(OTHER);
    }
  }

  /// The last two leave.
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "one of them was the last")
  @Outcome(expect = Expect.FORBIDDEN, desc = "an end that nobody sees, or two")
  @State
  public static class LastTwo {
    private final Cores cores = new Cores();

    public LastTwo() {
      cores.start(List.of(ONE, OTHER));
    }

    @Actor
    public void one(ZZ_Result r) {
      r.r1 = cores.remove(ONE);
    }

    @Actor
    public void other(ZZ_Result r) {
      r.r2 = cores.remove(OTHER);
    }
  }

  /// The number of cores alone, which is read and then written. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "an end that nobody sees")
  @State
  public static class LastTwoBroken {
    private volatile int cores = 2;

    @Actor
    public void one(ZZ_Result r) {
      int before = cores;
      Thread.onSpinWait();
      cores = before - 1;
      r.r1 = before == 1;
    }

    @Actor
    public void other(ZZ_Result r) {
      int before = cores;
      cores = before - 1;
      r.r2 = before == 1;
    }
  }
}
