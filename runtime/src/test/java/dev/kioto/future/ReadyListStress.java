package dev.kioto.future;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// Branches of a join are woken while their task polls them, or goes to sleep.
final class ReadyListStress {
  private ReadyListStress() {}

  private static final class Node extends ReadyList.Node<Node> {
    Node(ReadyList<Node> list) {
      super(list);
    }
  }

  /// The poller goes to sleep while a branch is woken.
  @JCStressTest
  @Outcome(id = {"true, false", "true, true"}, expect = Expect.ACCEPTABLE, desc = "found it; perhaps woken as well")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "sleeps beside a branch that was woken")
  @State
  public static class SleepVsWake {
    private final ReadyList<Node> list = new ReadyList<>();
    private final Node node = new Node(list);
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void wake() {
      node.wake();
    }

    @Actor
    public void sleep(ZZ_Result r) {
      r.r1 = list.take() != null || !list.sleep(wakes::incrementAndGet);
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// The same where a wake looks for the poller's waker before it adds the branch. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "true, true", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING,
      desc = "sleeps beside a branch that was woken")
  @State
  public static class SleepVsWakeBroken {
    private volatile boolean woken;
    private volatile boolean waiting;
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void wake() {
      boolean waits = waiting;
      Thread.onSpinWait();
      woken = true;
      if (waits) {
        wakes.incrementAndGet();
      }
    }

    @Actor
    public void sleep(ZZ_Result r) {
      waiting = true;
      r.r1 = woken;
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// A branch that was woken is taken and polled while it is woken again: the poll sees why, or it is in the list again.
  @JCStressTest
  @Outcome(id = {"1, false", "1, true"}, expect = Expect.ACCEPTABLE, desc = "seen; perhaps to be polled again")
  @Outcome(id = "0, true", expect = Expect.ACCEPTABLE, desc = "not seen, to be polled again")
  @Outcome(id = "0, false", expect = Expect.FORBIDDEN, desc = "a wake is lost")
  @State
  public static class PollVsWake {
    private final ReadyList<Node> list = new ReadyList<>();
    private final Node node = new Node(list);
    private int value;

    public PollVsWake() {
      node.wake();
    }

    @Actor
    public void wake() {
      value = 1;
      node.wake();
    }

    @Actor
    public void poll(IZ_Result r) {
      list.take();
      r.r1 = value;
    }

    @Arbiter
    public void arbiter(IZ_Result r) {
      r.r2 = list.take() != null;
    }
  }

  /// The same where the mark is cleared after the poll. Must show "0, false".
  @JCStressTest
  @Outcome(id = {"1, false", "1, true", "0, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "0, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "a wake is lost")
  @State
  public static class PollVsWakeBroken {
    private final AtomicInteger mark = new AtomicInteger(1);
    private volatile int value;
    private volatile boolean listed;

    @Actor
    public void wake() {
      value = 1;
      if (mark.getAndSet(1) == 0) {
        listed = true;
      }
    }

    @Actor
    public void poll(IZ_Result r) {
      r.r1 = value;
      Thread.onSpinWait();
      mark.getAndSet(0);
    }

    @Arbiter
    public void arbiter(IZ_Result r) {
      r.r2 = listed;
    }
  }
}
