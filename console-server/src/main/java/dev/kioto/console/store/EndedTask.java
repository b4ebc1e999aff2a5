package dev.kioto.console.store;

import org.jspecify.annotations.Nullable;

/// A task that has ended, as it was then. Instants and durations are nanoseconds, on the program's clock.
///
/// @param target the target's address
/// @param runId which life of the program
/// @param id the wire id, unsigned
/// @param taskId the id that the program shows, unsigned
/// @param location where it was spawned, or null
public record EndedTask(String target, String runId, long id, long taskId, String name, String kind,
    @Nullable String location, long createdAt, long droppedAt, long busyNanos, long scheduledNanos, long polls,
    long wakes, long selfWakes) {
}
