package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/// What a task is doing.
public enum TaskState {
  /// Inside a poll.
  RUNNING,
  /// Woken, and waiting for a worker.
  SCHEDULED,
  /// Waiting to be woken.
  @JsonEnumDefaultValue IDLE,
  /// Ended.
  COMPLETED
}
