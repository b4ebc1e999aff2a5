package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a task was at one moment.
///
/// @param taskId the task's wire id
/// @param at when the stack was taken, on the target's clock
/// @param frames innermost first; empty for [Kind#NO_STACK]
/// @param threadState of the thread that carries the frames (`WAITING`, `RUNNABLE`, ...); null when there is none
/// @param explanation what the frames show, or why there are none, as one sentence
/// @param blockedOn what the task waits for, as `class@identity`; null when unknown
/// @param lastWokenBy wire id of the task that woke this one last; null when none did
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskStack(
    String taskId,
    Instant at,
    Kind kind,
    List<StackFrame> frames,
    @Nullable String threadState,
    String explanation,
    @Nullable String blockedOn,
    @Nullable String lastWokenBy) {

  /// What the frames show.
  public enum Kind {
    /// The task has no stack now: a future that is not being polled, or a task that has ended.
    @JsonEnumDefaultValue NO_STACK,
    /// Where the task is suspended.
    PARKED,
    /// Where the task was while it ran.
    RUNNING
  }
}
