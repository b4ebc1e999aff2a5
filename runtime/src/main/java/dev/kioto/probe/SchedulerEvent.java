package dev.kioto.probe;

/// What a scheduler, its driver or its blocking pool did, on the thread that tells of it. For most the instant of the telling
/// is that of the event. Each has two figures, `other` and `value`; what is not named is 0.
public enum SchedulerEvent {
  /// A worker slept. `other`: the worker's index. `value`: for how many nanoseconds. Told when it wakes up; the instant is that
  /// at which it went to sleep.
  PARKED,
  /// A worker took tasks of another one. `other`: the index of the worker that had them. `value`: how many, at least 1.
  STOLEN,
  /// A local queue overflowed into the inject queue. `value`: how many tasks moved.
  OVERFLOWED,
  /// A task came to the inject queue from outside the workers. `other`: the task.
  INJECTED,
  /// The I/O driver asked the system what is ready. `value`: how many channels were told.
  DRIVER_TURN,
  /// A job came to the blocking pool. `value`: how many wait for a thread, it included.
  BLOCKING_QUEUED,
  /// A thread of the blocking pool has come: it is about to run its first job. `value`: how many there are, those of workers
  /// excepted.
  BLOCKING_THREAD_STARTED,
  /// A thread of the blocking pool that has run jobs ends. `value`: how many there are still, those of workers excepted.
  BLOCKING_THREAD_ENDED,
  /// A stuck worker was handed to the telling thread. `other`: the worker's index. `value`: the task whose poll does not end.
  HANDED_OFF,
  /// A direct task waits while it is pinned. `other`: the worker's index. `value`: the task.
  PINNED
}
