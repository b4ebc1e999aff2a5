package dev.kioto.task;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// The last task of a closed tracker ends while somebody begins to wait.
final class TaskTrackerStress {
  private TaskTrackerStress() {}

  /// The last token goes, and what its holder did is seen by who waits.
  @JCStressTest
  @Outcome(id = {"true, false", "true, true"}, expect = Expect.ACCEPTABLE, desc = "was empty when the wait began")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "waited and was woken")
  @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "waits for an empty tracker")
  @State
  public static class ExitVsWait {
    private final TaskTracker tracker = new TaskTracker();
    private final TaskTracker.Token token = tracker.token();
    private final AtomicInteger wakes = new AtomicInteger();
    private int work;

    public ExitVsWait() {
      tracker.close();
    }

    @Actor
    public void exit() {
      work = 1;
      token.close();
    }

    @Actor
    public void waitForAll(ZZ_Result r) {
      boolean ready = tracker.waitAll().poll(() -> wakes::incrementAndGet).isReady();
      r.r1 = ready && work == 1;
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// The same where a waiter looks before it joins the list and not after. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "true, true", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits for an empty tracker")
  @State
  public static class ExitVsWaitBroken {
    private final AtomicInteger tokens = new AtomicInteger(1);
    private volatile @Nullable Runnable waiting;
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void exit() {
      if (tokens.decrementAndGet() == 0) {
        var waker = waiting;
        if (waker != null) {
          waker.run();
        }
      }
    }

    @Actor
    public void waitForAll(ZZ_Result r) {
      r.r1 = tokens.get() == 0;
      Thread.onSpinWait();
      waiting = wakes::incrementAndGet;
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }
}
