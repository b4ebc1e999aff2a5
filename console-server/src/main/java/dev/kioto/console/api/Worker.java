package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One worker of one runtime of a target. Counts are totals since the worker started and never go down.
///
/// @param runtimeId unique in the program
/// @param index place in its runtime, from 0
/// @param currentTask wire id of the task that it polls; null when it polls none
/// @param pollStartedAt when that poll started; null when it polls none
/// @param busyNanos time not parked, up to the moment
/// @param stolenTasks tasks taken from other workers' queues
/// @param stealOperations steals that took at least one task
/// @param overflows times that its queue overflowed into the inject queue
/// @param noopWakeups unparks that found nothing to do
/// @param localQueueDepth tasks in its own queue when last looked at
/// @param localSchedules tasks that were scheduled on its own thread
/// @param budgetForcedYields times that a task's cooperative budget was spent
/// @param handoffs times that it was stuck in a poll and was handed to another thread
/// @param pinnedParks times that a virtual thread was seen to wait while it was pinned to its thread; 0 when all is well
/// @param pinned whether the task that it polls waits and is pinned, so that it can run nothing else
/// @param handedOverPolls polls that go on beside it, on threads that have given it up; empty when all is well
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Worker(
    String runtimeId,
    String runtimeName,
    int index,
    String threadName,
    State state,
    @Nullable String currentTask,
    @Nullable Instant pollStartedAt,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long polls,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long busyNanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long parks,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long stolenTasks,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long stealOperations,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long overflows,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long noopWakeups,
    int localQueueDepth,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long localSchedules,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long budgetForcedYields,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long handoffs,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long pinnedParks,
    boolean pinned,
    List<HandedOverPoll> handedOverPolls) {

  /// A poll on a thread that is not the worker's any more.
  ///
  /// @param taskId wire id of the task
  /// @param startedAt when the poll started; null when the program does not know
  /// @param stuck the worker was taken from it; else the task gave it up, to block in place
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record HandedOverPoll(String taskId, String threadName, @Nullable Instant startedAt, boolean stuck) {}

  /// What a worker is doing.
  public enum State {
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
    /// A state that this version does not know.
    @JsonEnumDefaultValue UNKNOWN
  }
}
