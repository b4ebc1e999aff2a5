package dev.kioto.console.trace;

/// What an event tells, and what its `other` and `value` are. Times are in nanoseconds.
public enum TraceKind {
  /// A task exists. Other: its parent task, or 0.
  SPAWN,
  /// A poll that began at the instant is over. Value: its length; other: how long the task had been runnable before.
  POLL,
  /// A task was woken. Other: the task that woke it, or 0.
  WAKE,
  /// A task ended. Value: 1 completed, 2 failed, 3 cancelled.
  END,
  /// A worker slept from the instant on. Value: how long; other: its index.
  PARK,
  /// A worker took tasks of another one. Value: how many; other: the index of the other one.
  STEAL,
  /// A local queue overflowed into the inject queue. Value: how many tasks moved.
  OVERFLOW,
  /// A task came to the inject queue from outside.
  INJECT,
  /// The I/O driver asked the system. Value: how many channels were told.
  DRIVER_TURN,
  /// A job came to the blocking pool. Value: how many wait, it included.
  BLOCKING_QUEUED,
  /// A thread of the blocking pool was started. Value: how many there are.
  BLOCKING_THREAD_STARTED,
  /// A thread of the blocking pool ended. Value: how many there are.
  BLOCKING_THREAD_ENDED,
  /// A resource is there. Other: its id.
  RESOURCE,
  /// A resource is over. Other: its id.
  RESOURCE_END,
  /// An operation started. Other: its id; value: the id of its resource.
  OPERATION,
  /// A poll of an operation is over. Other: its id; value: 1 when it is ready.
  OPERATION_POLL,
  /// An operation is over. Other: its id; value: 1 when it succeeded.
  OPERATION_END,
  /// A stuck worker was handed to another thread. Other: the worker's index.
  HANDOFF,
  /// A direct task waits while it is pinned. Other: the worker's index.
  PINNED;

  /// Whether it has a length, which is its value: the others are of an instant.
  public boolean hasLength() {
    return this == POLL || this == PARK;
  }
}
