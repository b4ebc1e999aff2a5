package dev.kioto.instrument.recorder;

/// How much is recorded. Each level contains those before it.
public enum RecordLevel {
  /// Nothing: no clock is read, nothing is kept.
  OFF,
  /// Totals of the whole program: see [Totals]. Nothing is kept of a single task.
  COUNTS,
  /// Tasks, resources and operations. The default.
  TASKS,
  /// The events of the scheduler as well.
  TRACE;

  /// Whether what `level` records is recorded at this one.
  public boolean includes(RecordLevel level) {
    return compareTo(level) >= 0;
  }
}
