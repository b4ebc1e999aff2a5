package dev.kioto.console.diagnosis;

/// A part of what a program can tell, without which some detectors cannot tell anything.
public enum Source {
  /// Tasks with their totals.
  TASKS,
  /// Locks, channels, timers and the operations on them.
  RESOURCES,
  /// Who holds a resource.
  HOLDERS,
  /// Who wakes whom.
  WAKES,
  /// Workers.
  WORKERS,
  /// Runtimes, with driver and blocking pool.
  RUNTIMES,
  /// What was seen inside the program at the moment at which it happened.
  INCIDENTS
}
