package dev.kioto.probe;

/// What became of a request to abort a task.
public enum AbortAnswer {
  /// The task was told to end: it does so at its next suspension or, when it is suspended, at once. One that never suspends
  /// goes on.
  TOLD,
  /// It is over.
  OVER,
  /// It cannot be aborted: a job of the blocking pool that runs, or the root of a `blockOn`. Nothing was done.
  IMPOSSIBLE
}
