package dev.kioto.runtime;

/// What a runtime does when one of its future tasks or direct tasks fails. In every case the failure is left for whoever joins
/// the task. A task that was cancelled has not failed.
public enum UnhandledPanic {
  /// Nothing more: a failure that nobody joins is not seen.
  IGNORE,
  /// Tell the uncaught exception handler of the thread that polled the task: by default it prints to standard error.
  REPORT,
  /// Tell it, and shut the runtime down: every task is aborted.
  SHUTDOWN_RUNTIME
}
