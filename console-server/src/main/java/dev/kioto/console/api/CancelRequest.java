package dev.kioto.console.api;

/// Asks a program to cancel a task.
///
/// @param taskId the wire id, `Task.id`
public record CancelRequest(String taskId) {
}
