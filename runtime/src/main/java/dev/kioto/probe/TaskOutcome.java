package dev.kioto.probe;

/// How a task ended.
public enum TaskOutcome {
  /// It returned a value.
  COMPLETED,
  /// It threw.
  FAILED,
  /// It was aborted, or its runtime shut down, before it returned.
  CANCELLED
}
