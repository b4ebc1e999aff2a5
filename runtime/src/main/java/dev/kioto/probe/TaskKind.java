package dev.kioto.probe;

/// What kind of code a task runs.
public enum TaskKind {
  /// A stackless future that the scheduler polls.
  FUTURE,
  /// Blocking-looking code on a virtual thread whose scheduler is the runtime.
  DIRECT,
  /// A job of the blocking pool: polled once, and not asynchronous.
  BLOCKING,
  /// The root of a `blockOn`: driven by the thread that called it, and not asynchronous for diagnoses.
  BLOCK_ON
}
