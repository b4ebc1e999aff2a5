package dev.kioto.probe;

/// What an observer may read of a worker, from any thread. Each figure is a moment old and consistent in itself, not with
/// the others. Counters are totals since the start and never go down.
public interface WorkerView {

  /// From 0 to the number of workers less 1.
  int index();

  String threadName();

  State state();

  /// The task being polled, 0 when none.
  long currentTaskId();

  /// When the current poll started by [System#nanoTime]; meaningful only while `currentTaskId` is not 0, and 0 when the
  /// runtime has no probe.
  long pollStartedNanos();

  long pollCount();

  /// Nanoseconds not parked, the current stretch excepted.
  long busyNanos();

  long parkCount();

  /// Tasks taken from other workers' local queues.
  long stealCount();

  /// Steals that took at least one task.
  long stealOperations();

  /// Times the local queue overflowed into the inject queue.
  long overflowCount();

  /// Unparks after which nothing was polled before the next park.
  long noopCount();

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
    /// Has left its loop.
    STOPPED
  }
}
