package dev.kioto.console.api;

/// What a target can answer beyond the tokio-console protocol.
public enum Capability {
  /// The stack of a task now.
  TASK_STACKS,
  /// The state of the program's workers.
  WORKERS,
  /// What it records of itself, and what that costs.
  RECORDER
}
