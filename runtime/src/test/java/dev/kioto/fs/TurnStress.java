package dev.kioto.fs;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/// A job of the pool opens something while the task that waits for it gives up.
final class TurnStress {
  private TurnStress() {}

  /// What is opened is closed once, by one side; a job that comes too late opens nothing.
  @JCStressTest
  @Outcome(id = "1, false", expect = Expect.ACCEPTABLE, desc = "given up before it began, and the task closes")
  @Outcome(id = "1, true", expect = Expect.ACCEPTABLE, desc = "opened, and closed by one side")
  @Outcome(expect = Expect.FORBIDDEN, desc = "left open, or closed by both")
  @State
  public static class GiveUpVsJob {
    private final Turn turn = new Turn();
    private final AtomicInteger closed = new AtomicInteger();
    private boolean opened;

    public GiveUpVsJob() {
      turn.queue();
    }

    @Actor
    public void job() {
      if (turn.begin()) {
        opened = true;
        if (!turn.end()) {
          closed.incrementAndGet();
        }
      }
    }

    @Actor
    public void task() {
      if (turn.leave()) {
        closed.incrementAndGet();
      }
    }

    @Arbiter
    public void arbiter(IZ_Result r) {
      r.r1 = closed.get();
      r.r2 = opened;
    }
  }

  /// The same where each looks at what the other has said, and then says its own. Must show "0, true".
  @JCStressTest
  @Outcome(id = {"1, false", "1, true", "2, true"}, expect = Expect.ACCEPTABLE,
      desc = "as it should be, or closed by both")
  @Outcome(id = "0, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "left open by both")
  @State
  public static class GiveUpVsJobBroken {
    private final AtomicInteger closed = new AtomicInteger();
    private volatile boolean running;
    private volatile boolean givenUp;
    private boolean opened;

    @Actor
    public void job() {
      if (givenUp) {
        return;
      }
      running = true;
      opened = true;
      boolean close = givenUp;
      Thread.onSpinWait();
      running = false;
      if (close) {
        closed.incrementAndGet();
      }
    }

    @Actor
    public void task() {
      boolean jobCloses = running;
      Thread.onSpinWait();
      givenUp = true;
      if (!jobCloses) {
        closed.incrementAndGet();
      }
    }

    @Arbiter
    public void arbiter(IZ_Result r) {
      r.r1 = closed.get();
      r.r2 = opened;
    }
  }
}
