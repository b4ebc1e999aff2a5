package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/// A runtime of a target. Counts are totals since it started and never go down.
///
/// @param id unique in the program
/// @param flavor `multi-thread`, `current-thread` or `local`
/// @param settings in the order of the runtime's documentation
/// @param aliveTasks tasks that were spawned and have not ended
/// @param globalQueueDepth tasks in the inject queue
/// @param remoteSchedules tasks that were scheduled from outside the workers
public record RuntimeInfo(
    String id,
    String name,
    String flavor,
    List<Setting> settings,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long aliveTasks,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long spawnedTasks,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long globalQueueDepth,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long remoteSchedules,
    Driver driver,
    BlockingPool blockingPool) {

  /// What waits for the outside world.
  ///
  /// @param turns times that it asked the system what is ready
  /// @param ready times that a channel was told that it is ready
  public record Driver(
      @JsonFormat(shape = JsonFormat.Shape.STRING) long turns,
      @JsonFormat(shape = JsonFormat.Shape.STRING) long registered,
      @JsonFormat(shape = JsonFormat.Shape.STRING) long deregistered,
      @JsonFormat(shape = JsonFormat.Shape.STRING) long ready) {
  }

  /// The threads for blocking jobs.
  ///
  /// @param maxThreads its cap
  /// @param queueDepth jobs that wait for a thread
  public record BlockingPool(
      int threads, int idleThreads, int maxThreads, @JsonFormat(shape = JsonFormat.Shape.STRING) long queueDepth) {
  }
}
