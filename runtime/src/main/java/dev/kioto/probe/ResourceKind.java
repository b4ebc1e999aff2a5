package dev.kioto.probe;

/// What sort of thing a resource is.
public enum ResourceKind {
  /// What tasks of this program coordinate by: locks, channels, sets of tasks.
  SYNC,
  /// What waits for an instant.
  TIMER,
  /// What waits for the world outside: sockets, files, child processes, signals.
  IO
}
