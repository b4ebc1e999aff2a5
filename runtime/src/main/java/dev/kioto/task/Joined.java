package dev.kioto.task;

import org.jspecify.annotations.Nullable;

/// A member of a [JoinSet] that has returned.
///
/// @param taskId the id of the task, as its [AbortHandle] has it
/// @param value what it returned; null where the type says so, and for a task that returns nothing
/// @param <T> the type of the value
public record Joined<T extends @Nullable Object>(long taskId, T value) {}
