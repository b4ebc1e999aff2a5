package dev.kioto.scheduler;

import dev.kioto.future.BriefLock;
import java.util.ArrayDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// Jobs in shards against threads that go to sleep, and against the end.
final class BlockingPoolStress {
  private BlockingPoolStress() {}

  private static BlockingJob<Integer> job() {
    return new BlockingJob<>(TestTasks.SCHEDULER, TaskOptions.NONE, () -> 0, "job");
  }

  /// A job is submitted while the only thread goes to sleep, as in [BlockingPool]: true for what found the other.
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "one of them sees the other")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a job beside a thread that sleeps, or both")
  @State
  public static class ThreadSleeps {
    private final ShardedJobs jobs = new ShardedJobs(2);
    private final BlockingJob<Integer> job = job();
    private final BriefLock lock = new BriefLock();
    private boolean idle; // guarded by the lock

    @Actor
    public void submit(ZZ_Result r) {
      jobs.push(job);
      lock.lock();
      try {
        r.r1 = idle;
      } finally {
        lock.unlock();
      }
    }

    @Actor
    public void sleep(ZZ_Result r) {
      lock.lock();
      try {
        r.r2 = jobs.pop(0, _ -> {}) != null;
        idle = !r.r2;
      } finally {
        lock.unlock();
      }
    }
  }

  /// The same where the thread has looked before it took the lock, and does not look again. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "a job beside a thread that sleeps")
  @State
  public static class ThreadSleepsBroken {
    private final ShardedJobs jobs = new ShardedJobs(2);
    private final BlockingJob<Integer> job = job();
    private final BriefLock lock = new BriefLock();
    private boolean idle; // guarded by the lock

    @Actor
    public void submit(ZZ_Result r) {
      jobs.push(job);
      lock.lock();
      try {
        r.r1 = idle;
      } finally {
        lock.unlock();
      }
    }

    @Actor
    public void sleep(ZZ_Result r) {
      r.r2 = jobs.pop(0, _ -> {}) != null;
      Thread.onSpinWait();
      lock.lock();
      try {
        idle = !r.r2;
      } finally {
        lock.unlock();
      }
    }
  }

  /// A job is pushed while the queue is sealed: was it let in, and was it taken out?
  @JCStressTest
  @Outcome(id = {"true, true", "false, false"}, expect = Expect.ACCEPTABLE, desc = "let in and taken out, or refused")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a job that was let in and nobody will end, or that ends twice")
  @State
  public static class QueueIsSealed {
    private final ShardedJobs jobs = new ShardedJobs(2);
    private final BlockingJob<Integer> job = job();

    @Actor
    public void push(ZZ_Result r) {
      r.r1 = jobs.push(job);
    }

    @Actor
    public void seal(ZZ_Result r) {
      r.r2 = !jobs.seal().isEmpty();
    }
  }

  /// The same where the mark that refuses is not set with the shard's lock. Must show "true, false".
  @JCStressTest
  @Outcome(id = {"true, true", "false, false"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "a job that nobody will end")
  @State
  public static class QueueIsSealedBroken {
    private final BriefLock lock = new BriefLock();
    private final ArrayDeque<Object> jobs = new ArrayDeque<>();
    private volatile boolean sealed;

    @Actor
    public void push(ZZ_Result r) {
      if (sealed) {
        return;
      }
      Thread.onSpinWait();
      lock.lock();
      try {
        r.r1 = jobs.add(this);
      } finally {
        lock.unlock();
      }
    }

    @Actor
    public void seal(ZZ_Result r) {
      sealed = true;
      lock.lock();
      try {
        r.r2 = !jobs.isEmpty();
      } finally {
        lock.unlock();
      }
    }
  }
}
