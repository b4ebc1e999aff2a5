package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One row of a task table. Durations are nanoseconds, all taken at one instant (the `asOf` of the answer that carries
/// the row), and `busyNanos + scheduledNanos + idleNanos` is exactly `totalNanos`.
///
/// @param id the target's wire id: what paths take. Unsigned 64 bits
/// @param taskId the id that the program shows for the task (its field `task.id`), or `id` when it has none
/// @param parentId the wire id of the task that spawned it; null when no task did, or it is not told
/// @param name empty when the task has none
/// @param kind `task`, `future`, `direct`, `blocking`, `block_on`, `local`, ...: what the program calls it
/// @param droppedAt when the task ended; null while it lives
/// @param totalNanos age: from creation until now or its end
/// @param busyNanos time inside polls, the current one included
/// @param scheduledNanos time between a wake and the poll that follows, the current wait included
/// @param idleNanos the rest
/// @param wakerCount wakers that exist now: clones less drops, not negative
/// @param location where the task was spawned, `file:line:column` as far as known; null when not told
/// @param target the runtime or crate that the task belongs to; may be empty
/// @param fields what the program tells of the task beside its id, name and kind, in its order
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Task(
    String id,
    String taskId,
    @Nullable String parentId,
    String name,
    String kind,
    TaskState state,
    Instant createdAt,
    @Nullable Instant droppedAt,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long totalNanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long busyNanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long scheduledNanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long idleNanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long polls,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long wakes,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long selfWakes,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long wakerClones,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long wakerDrops,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long wakerCount,
    @Nullable Instant lastWakeAt,
    @Nullable Instant lastPollStartedAt,
    @Nullable Instant lastPollEndedAt,
    @Nullable String location,
    String target,
    Map<String, String> fields,
    List<Warning> warnings) {
}
