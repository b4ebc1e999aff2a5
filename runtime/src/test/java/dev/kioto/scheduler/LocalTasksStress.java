package dev.kioto.scheduler;

import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A task of one thread's that is submitted from another, while its thread polls them all.
final class LocalTasksStress {
  private static final int LOOKS = 10_000; // for the other actor, which is about to come

  private LocalTasksStress() {}

  /// Was the submitted task polled, and was whoever polls them all woken? The tasks belong to the actor that makes them.
  @JCStressTest
  @Outcome(id = {"polled, false", "polled, true"}, expect = Expect.ACCEPTABLE, desc = "the poll has found it")
  @Outcome(id = "left, true", expect = Expect.ACCEPTABLE, desc = "another poll will find it")
  @Outcome(id = "none, false", expect = Expect.ACCEPTABLE, desc = "no race: the one actor did not wait for the other")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a task that nobody will poll")
  @State
  public static class SubmitVsPoll {
    private volatile @Nullable LocalTasks tasks;
    private boolean submitted;
    private boolean polled;
    private volatile boolean woken;

    @Actor
    public void submit() {
      for (int i = 0; i < LOOKS; i++) {
        var home = tasks;
        if (home != null) {
          submitted = true;
          new LocalTask<>(home, TaskOptions.NONE, _ -> pollOnce()).submit(null);
          return;
        }
      }
    }

    private Poll<String> pollOnce() {
      polled = true;
      return Poll.pending();
    }

    @Actor
    public void poll() {
      var mine = new LocalTasks(TestTasks.SCHEDULER);
      tasks = mine;
      mine.poll(() -> woken = true);
      TestTasks.SCHEDULER.localSets().close(mine);
    }

    @Arbiter
    public void arbiter(LZ_Result r) {
      r.r1 = polled ? "polled" : submitted ? "left" : "none";
      r.r2 = woken;
    }
  }

  /// The same protocol where the waker is written after the look at the queue. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true", "true, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "a task that nobody will poll")
  @State
  public static class SubmitVsPollBroken {
    private final ConcurrentLinkedQueue<Object> remote = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Waker waker;
    private volatile boolean woken;

    @Actor
    public void submit() {
      remote.add(this);
      var outer = waker;
      if (outer != null) {
        outer.wake();
      }
    }

    @Actor
    public void poll(ZZ_Result r) {
      r.r1 = remote.poll() != null;
      Thread.onSpinWait();
      waker = () -> woken = true;
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = woken;
    }
  }
}
