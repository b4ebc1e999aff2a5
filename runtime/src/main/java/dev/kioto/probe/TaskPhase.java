package dev.kioto.probe;

/// Where a task is in its life at one moment.
public enum TaskPhase {
  /// The task cannot say.
  UNKNOWN,
  /// It waits to be woken.
  IDLE,
  /// It waits to be polled.
  SCHEDULED,
  /// It is being polled.
  RUNNING,
  /// No poll of it follows.
  ENDED
}
