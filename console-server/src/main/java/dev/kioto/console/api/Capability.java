package dev.kioto.console.api;

/// What a target can answer beyond the tokio-console protocol.
public enum Capability {
  /// The stack of a task now.
  TASK_STACKS,
  /// The state of the program's workers.
  WORKERS,
  /// The program's runtimes and their settings.
  RUNTIMES,
  /// Resources and the operations on them, with owners and waiters.
  RESOURCES,
  /// Who wakes whom.
  WAKES,
  /// Every event, one by one.
  TRACE,
  /// To change the program: the collector has the right to act in it.
  CONTROL,
  /// What it records of itself, and what that costs.
  RECORDER,
  /// What it sees go wrong inside while it happens: long polls with their stacks, late timers, and so on.
  INCIDENTS
}
