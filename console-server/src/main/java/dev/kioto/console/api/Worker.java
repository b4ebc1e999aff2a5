package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One worker of one runtime of a target. Counts are totals since the worker started and never go down.
///
/// @param runtimeId unique in the program
/// @param index place in its runtime, from 0
/// @param currentTask wire id of the task that it polls; null when it polls none
/// @param pollStartedAt when that poll started; null when it polls none
/// @param busyNanos time inside polls, the current one excepted
/// @param stolenTasks tasks taken from other workers' queues
/// @param stealOperations steals that took at least one task
/// @param overflows times that its queue overflowed into the inject queue
/// @param noopWakeups unparks that found nothing to do
/// @param localQueueDepth tasks in its own queue when last looked at
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
    int localQueueDepth) {

  /// What a worker is doing.
  public enum State {
    /// Asleep: nothing to do.
    PARKED,
    /// Awake and looking for tasks to steal.
    SEARCHING,
    /// Polling a task.
    POLLING,
    /// Gone.
    STOPPED,
    /// A state that this version does not know.
    UNKNOWN
  }
}
