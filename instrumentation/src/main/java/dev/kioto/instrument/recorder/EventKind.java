package dev.kioto.instrument.recorder;

/// What an event tells.
public enum EventKind {
  /// A task exists.
  SPAWN(true),
  /// A poll is over.
  POLL(false),
  /// A task was woken.
  WAKE(false),
  /// A task is over.
  END(true),
  /// A resource is there.
  RESOURCE(true),
  /// A resource is over.
  RESOURCE_END(true),
  /// An operation on a resource started.
  OPERATION(false),
  /// A poll of an operation is over.
  OPERATION_POLL(false),
  /// An operation is over.
  OPERATION_END(false),
  /// A [dev.kioto.probe.SchedulerEvent].
  SCHEDULER(false);

  static final int COUNT = values().length;

  private final boolean reserved;

  EventKind(boolean reserved) {
    this.reserved = reserved;
  }

  /// Whether a part of each ring is kept for it.
  boolean isReserved() {
    return reserved;
  }
}
