package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A task that has ended, as it was then. Instants are on the program's clock.
///
/// @param runId which life of the program it was of
/// @param id the wire id, unique in a run
/// @param taskId the id that the program shows
/// @param location where it was spawned; null when the program did not tell
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EndedTask(
    String runId,
    String id,
    String taskId,
    String name,
    String kind,
    @Nullable String location,
    Instant createdAt,
    Instant droppedAt,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long totalNanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long busyNanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long scheduledNanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long polls,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long wakes,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long selfWakes) {
}
