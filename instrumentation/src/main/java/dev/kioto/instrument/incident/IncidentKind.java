package dev.kioto.instrument.incident;

/// What an incident is of.
public enum IncidentKind {
  /// A poll holds its worker. The stack was taken while it did.
  LONG_POLL,
  /// Timers fired late. The length is how late the first of them was.
  LATE_TIMER,
  /// No thread of a runtime asked the system about its channels, nor slept in wait for them.
  DRIVER_STALL,
  /// A direct task waits while it is pinned.
  PINNED,
  /// A task failed and nobody will ever learn it: its handle was collected.
  FAILED_UNJOINED,
  /// A task was told to end and does not.
  CANCEL_STUCK,
  /// A task blocks in place while it holds what others may want.
  BLOCK_IN_PLACE_WITH_LOCK,
  /// A task spends its budget again and again.
  BUDGET_EXHAUSTED
}
