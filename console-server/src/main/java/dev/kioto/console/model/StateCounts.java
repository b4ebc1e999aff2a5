package dev.kioto.console.model;

/// How many tasks are in each state.
public record StateCounts(int running, int scheduled, int idle, int completed) {

  /// No tasks.
  public static final StateCounts NONE = new StateCounts(0, 0, 0, 0);

  /// Their sum.
  public int total() {
    return running + scheduled + idle + completed;
  }
}
