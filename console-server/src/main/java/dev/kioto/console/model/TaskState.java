package dev.kioto.console.model;

/// What a task is doing, derived from its latest statistics.
public enum TaskState {
  /// Inside a poll.
  RUNNING(0),
  /// Woken, and not polled since.
  SCHEDULED(1),
  /// Waiting to be woken.
  IDLE(2),
  /// Ended.
  COMPLETED(3);

  private final int rank;

  TaskState(int rank) {
    this.rank = rank;
  }

  /// Its place when tasks are sorted by state: the busiest first, from 0.
  public int rank() {
    return rank;
  }
}
