package dev.kioto.console.model;

import java.util.List;

/// A worker of a runtime at one moment. Counts are totals since it started and never go down.
///
/// @param runtimeId unique in the program
/// @param index place in its runtime, from 0
/// @param currentTask the task that it polls; 0 when none
/// @param pollStartedAt when that poll started, or [TaskRecord#ABSENT]
/// @param busyNanos time not parked, up to the moment
/// @param stolenTasks tasks taken from other workers' queues
/// @param stealOperations steals that took at least one task
/// @param overflows times that its queue overflowed into the inject queue
/// @param noopWakeups unparks that found nothing to do
/// @param localQueueDepth tasks in its own queue when last looked at
/// @param localSchedules tasks that were scheduled on its own thread
/// @param budgetForcedYields times that a task's cooperative budget was spent
/// @param handoffs times that it was stuck in a poll and was handed to another thread
/// @param pinnedParks times that a virtual thread was seen to wait while it was pinned to its thread
/// @param pinned whether the task that it polls waits and is pinned
/// @param handedOverPolls polls that go on beside it, on threads that have given it up
public record WorkerState(
    long runtimeId,
    String runtimeName,
    int index,
    String threadName,
    Activity activity,
    long currentTask,
    long pollStartedAt,
    long polls,
    long busyNanos,
    long parks,
    long stolenTasks,
    long stealOperations,
    long overflows,
    long noopWakeups,
    int localQueueDepth,
    long localSchedules,
    long budgetForcedYields,
    long handoffs,
    long pinnedParks,
    boolean pinned,
    List<HandedOverPoll> handedOverPolls) {

  /// A poll on a thread that is not the worker's any more.
  ///
  /// @param taskId its task
  /// @param startedAt when it started, or [TaskRecord#ABSENT]
  /// @param stuck the worker was taken from it; else the task gave it up, to block in place
  public record HandedOverPoll(long taskId, String threadName, long startedAt, boolean stuck) {
  }

  /// What a worker is doing.
  public enum Activity {
    /// Asleep: nothing to do.
    PARKED,
    /// Awake and looking for tasks to steal.
    SEARCHING,
    /// Polling a task.
    POLLING,
    /// In one poll for longer than the program allows, and no other thread took over.
    STUCK,
    /// Gone.
    STOPPED,
    /// Something that this version does not know.
    UNKNOWN
  }
}
