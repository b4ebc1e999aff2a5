package dev.kioto.probe;

import java.util.List;

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

  /// When the current poll started by [System#nanoTime]; meaningful only while `currentTaskId` is not 0, and 0 when
  /// neither the runtime nor its probe measures polls.
  long pollStartedNanos();

  long pollCount();

  /// Nanoseconds not parked, up to now: a worker that is stuck in a poll counts as busy while it is. A poll that was handed
  /// over counts up to then.
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

  /// The task whose budget was spent last, 0 when none was.
  default long lastBudgetForcedYield() {
    return 0;
  }

  /// Times that the worker was stuck in a poll and was handed to another thread.
  default long handoffCount() {
    return 0;
  }

  /// Times that a direct task was seen to wait while it was pinned to this worker's thread; 0 when all is well.
  default long pinnedParkCount() {
    return 0;
  }

  /// Whether the task being polled waits and is pinned to this worker's thread, so that the worker can run nothing else.
  default boolean isPinned() {
    return false;
  }

  /// The polls that go on beside the worker: their threads have given it up, because they were stuck or block in place.
  /// Empty when all is well.
  default List<HandedOverPoll> handedOverPolls() {
    return List.of();
  }

  /// A moving mean of the time from one tick to the next while there is work, in nanoseconds: of a poll with those that follow
  /// it from the LIFO slot, as Tokio counts. 0 before it is known. Goes up and down.
  default long meanPollNanos() {
    return 0;
  }

  /// Polls whose length fell into a bucket of the runtime's histogram; 0 when it has none.
  default long pollTimeCount(int bucket) {
    return 0;
  }

  /// Polls whose task had waited for them for a time in a bucket of the runtime's histogram; 0 when it has none.
  default long scheduleLatencyCount(int bucket) {
    return 0;
  }

  /// Tasks in the local run queue, the LIFO slot included.
  int localQueueDepth();

  /// A poll that goes on on a thread that is not the worker's any more.
  ///
  /// @param taskId the task whose poll it is
  /// @param threadName of the thread that polls it
  /// @param threadId of that thread
  /// @param startedNanos as [#pollStartedNanos]
  /// @param stuck the worker was taken from it, because it was stuck; else the task gave it up, to block in place
  record HandedOverPoll(long taskId, String threadName, long threadId, long startedNanos, boolean stuck) {}

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
