package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that a program saw inside itself while it happened.
///
/// @param id no other's in the run
/// @param runtimeId null when unknown
/// @param worker its index; null when it is about none
/// @param task null when it is about none
/// @param at when it began, on the program's clock
/// @param lengthNanos how long it has lasted, or was
/// @param ongoing whether it goes on
/// @param ownNanos of the length, what the program itself is to blame for, at least about
/// @param stoppedNanos of the length, how long the whole process stood still, at most about
/// @param stack the task's, the innermost frame first; empty when it was not taken
/// @param explanation of the stack, as a sentence; empty when there is none
/// @param count of timers, of budgets; else 0
/// @param tasks others that are part of it
/// @param resourceId what is held; null for nothing
/// @param text a failure, or a type; empty when there is none
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Incident(
    String id,
    IncidentKind kind,
    @Nullable String runtimeId,
    @Nullable Integer worker,
    @Nullable TaskRef task,
    Instant at,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long lengthNanos,
    boolean ongoing,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long ownNanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long stoppedNanos,
    List<StackFrame> stack,
    String explanation,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long count,
    List<TaskRef> tasks,
    @Nullable String resourceId,
    String text) {
}
