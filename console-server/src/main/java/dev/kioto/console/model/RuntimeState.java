package dev.kioto.console.model;

import java.util.List;

/// A runtime at one moment. Counts are totals since it started and never go down.
///
/// @param id unique in the program
/// @param flavor `multi-thread`, `current-thread`, `local`
/// @param aliveTasks tasks that were spawned and have not ended
/// @param globalQueueDepth tasks in the inject queue
/// @param remoteSchedules tasks that were scheduled from outside the workers
public record RuntimeState(
    long id,
    String name,
    String flavor,
    List<Setting> settings,
    long aliveTasks,
    long spawnedTasks,
    long globalQueueDepth,
    long remoteSchedules,
    Driver driver,
    BlockingPool blockingPool) {

  /// An option of a runtime.
  ///
  /// @param name as the system property without its prefix: `worker-threads`
  /// @param value as the system property takes it
  /// @param description what it does, in a sentence
  /// @param canChange whether it can be changed while the runtime runs
  /// @param changed whether it differs from the default
  public record Setting(String name, String value, String description, boolean canChange, boolean changed) {
  }

  /// What waits for the outside world.
  ///
  /// @param turns times that it asked the system what is ready
  /// @param ready times that a channel was told that it is ready
  public record Driver(long turns, long registered, long deregistered, long ready) {
  }

  /// The threads for blocking jobs.
  ///
  /// @param maxThreads its cap
  /// @param queueDepth jobs that wait for a thread
  public record BlockingPool(int threads, int idleThreads, int maxThreads, long queueDepth) {
  }
}
