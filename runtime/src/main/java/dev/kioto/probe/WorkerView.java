package dev.kioto.probe;

/// What an observer may read of a worker, from any thread. Each figure is a moment old and consistent in itself, not with
/// the others. Counters are totals since the start and never go down.
public interface WorkerView {

  /// From 0 to the number of workers less 1.
  int index();

  String threadName();

  /// The id of the thread at work under this index, [Thread#threadId]; 0 when none has started. Changes when the worker is
  /// handed over.
  default long threadId() {
    return 0;
  }

  State state();

  /// The task being polled, 0 when none.
  long currentTaskId();

  /// When the current poll started by [System#nanoTime]; meaningful only while `currentTaskId` is not 0, and 0 when the
  /// runtime has no probe.
  long pollStartedNanos();

  long pollCount();

  /// Nanoseconds not parked, up to now: a worker that is stuck in a poll counts as busy while it is.
  long busyNanos();

  long parkCount();

  /// Parks and unparks: odd while the worker sleeps.
  default long parkUnparkCount() {
    return 0;
  }

  /// Tasks taken from other workers' local queues.
  long stealCount();

  /// Steals that took at least one task.
  long stealOperations();

  /// Times the local queue overflowed into the inject queue.
  long overflowCount();

  /// Unparks after which nothing was polled before the next park.
  long noopCount();

  /// Tasks that were scheduled on the worker's own thread.
  default long localScheduleCount() {
    return 0;
  }

  /// Times that a task's cooperative budget was spent.
  default long budgetForcedYieldCount() {
    return 0;
  }

  /// Times that the worker was stuck in a poll and was handed to another thread.
  default long handoffCount() {
    return 0;
  }

  /// Tasks in the local run queue, the LIFO slot included.
  int localQueueDepth();

  /// What a worker does.
  enum State {
    /// Sleeps until it is unparked.
    PARKED,
    /// Looks for tasks.
    SEARCHING,
    /// Polls a task.
    POLLING,
    /// Has polled the same task for longer than the runtime's `stuckWorkerTimeout`, and no other thread could take over.
    STUCK,
    /// Has left its loop.
    STOPPED
  }
}
