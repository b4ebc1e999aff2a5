package dev.kioto.scheduler;

import org.jspecify.annotations.Nullable;

/// What the calling thread belongs to: a worker (also through the virtual thread that is mounted on it), or a runtime that
/// it entered.
public final class Current {
  // For platform threads that are not workers, and for virtual threads of a foreign scheduler.
  private static final ThreadLocal<@Nullable Entered> ENTERED = new ThreadLocal<>();

  private Current() {}

  record Entered(Scheduler scheduler, long taskId) {}

  /// The worker whose thread runs the caller, or null.
  static @Nullable Worker worker() {
    return VirtualThreads.currentCarrier() instanceof WorkerThread thread ? thread.worker() : null;
  }

  /// The scheduler of the calling thread, or null when it has none.
  public static @Nullable Scheduler schedulerOrNull() {
    var worker = worker();
    if (worker != null) {
      return worker.scheduler();
    }
    var entered = ENTERED.get();
    return entered == null ? null : entered.scheduler();
  }

  /// The scheduler of the calling thread.
  ///
  /// @throws IllegalStateException when the thread has none
  public static Scheduler scheduler() {
    var scheduler = schedulerOrNull();
    if (scheduler == null) {
      throw new IllegalStateException("thread '" + Thread.currentThread().getName()
          + "' belongs to no runtime: call this from a task, from inside Runtime.blockOn, or on a Handle");
    }
    return scheduler;
  }

  /// The id of the task that the calling thread polls, 0 when none.
  public static long taskId() {
    return taskId(worker());
  }

  static long taskId(@Nullable Worker worker) {
    if (worker != null) {
      return worker.currentTaskId();
    }
    var entered = ENTERED.get();
    return entered == null ? 0 : entered.taskId();
  }

  /// The virtual task of the calling thread, or null when it is none.
  static @Nullable VirtualTask<?> virtualTask() {
    if (!Thread.currentThread().isVirtual()) {
      return null;
    }
    var worker = worker();
    return worker != null && worker.currentTask() instanceof VirtualTask<?> task ? task : null;
  }

  /// Makes the calling thread belong to a runtime until the scope is closed.
  static Scope enter(Scheduler scheduler, long taskId) {
    var before = ENTERED.get();
    ENTERED.set(new Entered(scheduler, taskId));
    return () -> {
      if (before == null) {
        ENTERED.remove();
      } else {
        ENTERED.set(before);
      }
    };
  }

  /// Ends with [#close], on the thread that opened it.
  interface Scope extends AutoCloseable {
    @Override
    void close();
  }
}
