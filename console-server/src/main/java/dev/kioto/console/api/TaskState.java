package dev.kioto.console.api;

/// What a task is doing.
public enum TaskState {
  /// Inside a poll.
  RUNNING,
  /// Woken, and waiting for a worker.
  SCHEDULED,
  /// Waiting to be woken.
  IDLE,
  /// Ended.
  COMPLETED
}
