package dev.kioto.scheduler;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/// The virtual threads that were started inside direct tasks and inherited their executor: each becomes a task of its own.
/// Where the [SchedulerHook] is installed, they get executors of their own instead, and none comes here.
final class Children {
  private final Scheduler scheduler;

  // By the continuation object, which the JDK makes once for each thread. Entries leave when their thread ends.
  private final ConcurrentHashMap<Runnable, AdoptedTask> tasks = new ConcurrentHashMap<>();

  Children(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /// Schedules a child's continuation. The first submission of one is its start, and no other comes at the same time.
  ///
  /// @throws RejectedExecutionException when the runtime has shut down, or the thread cannot be told from the
  ///     continuation
  void execute(Runnable continuation) {
    var known = tasks.get(continuation);
    if (known != null) {
      known.resubmit();
      return;
    }
    var thread = VirtualThreads.threadOf(continuation);
    if (thread == null) {
      throw new RejectedExecutionException("unknown continuation " + continuation.getClass().getName()
          + " was submitted to " + scheduler + ": only virtual threads may use its executor");
    }
    if (!thread.isAlive()) {
      return; // the JDK submits again what it sampled the stack of, and the thread may have ended meanwhile
    }
    var task = new AdoptedTask(scheduler, thread, continuation, "java.lang.VirtualThread", this);
    tasks.put(continuation, task);
    if (!scheduler.admit(task)) {
      tasks.remove(continuation);
      throw new RejectedExecutionException(scheduler + " has shut down");
    }
    scheduler.submit(task, Current.core());
  }

  void forget(Runnable continuation) {
    tasks.remove(continuation);
  }
}
