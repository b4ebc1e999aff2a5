package dev.kioto.scheduler;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// Workers that go to sleep against those who have work for them. -1 is [Idle#NONE].
final class IdleStress {
  private static final FutureTask<String> TASK = TestTasks.task();

  private IdleStress() {}

  /// The last searcher goes to sleep while a task is submitted.
  @JCStressTest
  @Outcome(id = "true, -1", expect = Expect.ACCEPTABLE, desc = "left to the searcher, which sees it")
  @Outcome(id = "false, 0", expect = Expect.ACCEPTABLE, desc = "the sleeper is woken")
  @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "both")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a task and nobody awake")
  @State
  public static class LastSearcherParks {
    private final InjectQueue inject = new InjectQueue();
    private final Idle idle = new Idle(1);

    public LastSearcherParks() {
      idle.startSearching();
    }

    @Actor
    public void park(ZI_Result r) {
      r.r1 = idle.park(0, true) && !inject.isEmpty();
    }

    @Actor
    public void submit(ZI_Result r) {
      inject.push(TASK);
      r.r2 = idle.workerToNotify();
    }
  }

  /// The same where the last look comes before the sleep is announced. Must show "false, -1".
  @JCStressTest
  @Outcome(id = {"true, -1", "false, 0", "true, 0"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, -1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "a task and nobody awake")
  @State
  public static class LastSearcherParksBroken {
    private final InjectQueue inject = new InjectQueue();
    private final Idle idle = new Idle(1);

    public LastSearcherParksBroken() {
      idle.startSearching();
    }

    @Actor
    public void park(ZI_Result r) {
      r.r1 = !inject.isEmpty();
      Thread.onSpinWait();
      idle.park(0, true);
    }

    @Actor
    public void submit(ZI_Result r) {
      inject.push(TASK);
      r.r2 = idle.workerToNotify();
    }
  }

  /// A worker that does not search goes to sleep while a task is submitted; the other is busy and may stay so. Nobody
  /// searches, so nobody else would look for the task.
  @JCStressTest
  @Outcome(id = "true, -1", expect = Expect.ACCEPTABLE, desc = "all awake, and the worker sees it")
  @Outcome(id = "false, 0", expect = Expect.ACCEPTABLE, desc = "the sleeper is woken")
  @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "both")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the task waits for the busy worker although one sleeps")
  @State
  public static class OtherWorkerParks {
    private final InjectQueue inject = new InjectQueue();
    private final Idle idle = new Idle(2);

    @Actor
    public void park(ZI_Result r) {
      r.r1 = idle.park(0, false) && !inject.isEmpty();
    }

    @Actor
    public void submit(ZI_Result r) {
      inject.push(TASK);
      r.r2 = idle.workerToNotify();
    }
  }

  /// The last searcher has found something, while a task is submitted: it wakes another, or the submitter does.
  @JCStressTest
  @Outcome(id = {"1, -1", "-1, 1"}, expect = Expect.ACCEPTABLE, desc = "one of them wakes the sleeper")
  @Outcome(expect = Expect.FORBIDDEN, desc = "nobody woke it, or both did")
  @State
  public static class SearcherFindsWork {
    private final InjectQueue inject = new InjectQueue();
    private final Idle idle = new Idle(2);

    public SearcherFindsWork() {
      idle.park(1, false);
      idle.startSearching();
    }

    @Actor
    public void find(II_Result r) {
      r.r1 = idle.stopSearching() ? idle.workerToNotify() : Idle.NONE;
    }

    @Actor
    public void submit(II_Result r) {
      inject.push(TASK);
      r.r2 = idle.workerToNotify();
    }
  }

  /// The same where the searcher that has found something wakes nobody. Must show "-1, -1".
  @JCStressTest
  @Outcome(id = {"1, -1", "-1, 1"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "nobody woke it")
  @State
  public static class SearcherFindsWorkBroken {
    private final InjectQueue inject = new InjectQueue();
    private final Idle idle = new Idle(2);

    public SearcherFindsWorkBroken() {
      idle.park(1, false);
      idle.startSearching();
    }

    @Actor
    public void find(II_Result r) {
      idle.stopSearching();
      r.r1 = Idle.NONE;
    }

    @Actor
    public void submit(II_Result r) {
      inject.push(TASK);
      r.r2 = idle.workerToNotify();
    }
  }

  /// A sleeper gets up by itself while another picks it.
  @JCStressTest
  @Outcome(id = "true, -1", expect = Expect.ACCEPTABLE, desc = "got up by itself; there was nobody to wake")
  @Outcome(id = "false, 0", expect = Expect.ACCEPTABLE, desc = "was picked, and knows it")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the two do not agree")
  @State
  public static class LeaveVsNotify {
    private final Idle idle = new Idle(1);

    public LeaveVsNotify() {
      idle.park(0, false);
    }

    @Actor
    public void leave(ZI_Result r) {
      r.r1 = idle.leave(0);
    }

    @Actor
    public void submit(ZI_Result r) {
      r.r2 = idle.workerToNotify();
    }
  }

  /// The same where whoever has announced a pick waits for a sleeper to appear, as long as a test can wait. Must show
  /// "true, -2".
  @JCStressTest
  @Outcome(id = {"true, -1", "false, 0"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "true, -2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits for a sleeper that is up and busy")
  @State
  public static class LeaveVsNotifyBroken {
    private final AtomicInteger unparked = new AtomicInteger();
    private final AtomicInteger sleepers = new AtomicInteger(1);

    @Actor
    public void leave(ZI_Result r) {
      unparked.getAndIncrement();
      Thread.onSpinWait();
      r.r1 = sleepers.compareAndSet(1, 0);
    }

    @Actor
    public void submit(ZI_Result r) {
      if (!unparked.compareAndSet(0, 1)) {
        r.r2 = Idle.NONE;
        return;
      }
      r.r2 = -2;
      for (int i = 0; i < 100 && r.r2 == -2; i++) {
        if (sleepers.compareAndSet(1, 0)) {
          r.r2 = 0;
        }
      }
    }
  }

  /// Afterwards the counts are right whoever won: nobody searches, and with the worker asleep again it can be woken.
  @JCStressTest
  @Outcome(id = "0, -1", expect = Expect.ACCEPTABLE, desc = "one sleeper can be woken, once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a miscount: a sleeper that nobody wakes, or one too many")
  @State
  public static class LeaveVsNotifyCounts {
    private final Idle idle = new Idle(1);
    private boolean left;
    private int picked;

    public LeaveVsNotifyCounts() {
      idle.park(0, false);
    }

    @Actor
    public void leave() {
      left = idle.leave(0);
    }

    @Actor
    public void submit() {
      picked = idle.workerToNotify();
    }

    @Arbiter
    public void arbiter(II_Result r) {
      if (picked == 0 && !left) {
        idle.stopSearching();
      }
      idle.park(0, false);
      r.r1 = idle.workerToNotify();
      idle.stopSearching();
      r.r2 = idle.workerToNotify();
    }
  }

  /// A worker goes to sleep while a reservation for another is under way: whoever is picked does not stay asleep.
  @JCStressTest
  @Outcome(id = {"false, true", "true, false"}, expect = Expect.ACCEPTABLE, desc = "one of them was picked")
  @Outcome(expect = Expect.FORBIDDEN, desc = "none was, or both")
  @State
  public static class ParkVsNotify {
    private final Idle idle = new Idle(2);

    public ParkVsNotify() {
      idle.park(1, false);
    }

    @Actor
    public void park() {
      idle.park(0, false);
    }

    @Actor
    public void submit() {
      idle.workerToNotify();
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r1 = idle.isParked(0);
      r.r2 = idle.isParked(1);
    }
  }
}
