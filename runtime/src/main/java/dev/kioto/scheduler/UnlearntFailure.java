package dev.kioto.scheduler;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The failure of a task, until somebody learns of it. When the task becomes garbage first, nobody ever will, and the probe is told.
///
/// Only the task refers to it, and whoever may join the task refers to that: so it costs the tasks that do not fail nothing, and a
/// handle that is let go of is noticed with the next collection of garbage.
final class UnlearntFailure {
  private static final int MOST = 1000; // at a time: further ones are not watched

  private static final AtomicInteger WATCHED = new AtomicInteger();

  // What outlives the task. It must not refer to it.
  private final State state;

  private UnlearntFailure(State state) {
    this.state = state;
  }

  /// Watches a task that has failed, of a scheduler that takes details.
  ///
  /// @return null when too many are watched, or the failure reaches somebody in any case
  static @Nullable UnlearntFailure watch(TaskCell<?> task, Throwable failure) {
    if (task instanceof RootTask || task instanceof AdoptedTask) {
      return null;
    }
    var scheduler = task.scheduler;
    try {
      if (WATCHED.incrementAndGet() > MOST) {
        WATCHED.decrementAndGet();
        return null;
      }
      var state = new State(scheduler, task.id(), failure, System.nanoTime());
      var unlearnt = new UnlearntFailure(state);
      Watch.CLEANER.register(unlearnt, state);
      return unlearnt;
    } catch (OutOfMemoryError _) { // or "unable to create native thread"
      WATCHED.decrementAndGet();
      return null;
    }
  }

  /// Somebody has learnt of it. Any thread.
  void learn() {
    try {
      state.failure = null;
    } finally {
      Reference.reachabilityFence(this); // else it could be found to be garbage before this was written
    }
  }

  /// The thread, which is started with the first task that fails while somebody wants to know.
  private static final class Watch {
    static final Cleaner CLEANER = Cleaner.create(body -> {
      var thread = new Thread(null, body, "kioto-unlearnt-failures", 0, false);
      thread.setDaemon(true);
      return thread;
    });
  }

  /// What is told.
  private static final class State implements Runnable {
    private final Scheduler scheduler;
    private final long task;
    private final long failedAtNanos;
    private volatile @Nullable Throwable failure; // null once it is learnt; any thread

    State(Scheduler scheduler, long task, Throwable failure, long failedAtNanos) {
      this.scheduler = scheduler;
      this.task = task;
      this.failure = failure;
      this.failedAtNanos = failedAtNanos;
    }

    @Override
    public void run() {
      WATCHED.decrementAndGet();
      var unlearnt = failure;
      if (unlearnt != null) {
        scheduler.probe().failureUnjoined(scheduler, task, unlearnt, failedAtNanos);
      }
    }
  }
}
