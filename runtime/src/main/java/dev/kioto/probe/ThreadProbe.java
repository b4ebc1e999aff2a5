package dev.kioto.probe;

/// The channel through which one thread tells a [Probe] what it does to tasks.
///
/// For one task the runtime calls `taskSpawned` first; then `pollStarted` and `pollEnded` in pairs, each pair on one
/// thread and no two pairs of one task at the same time; `taskWoken` from any thread at any moment, also after the end;
/// and `taskEnded` once, on the thread of the last poll or, for a task that ends unpolled, of whoever ended it. The calls
/// of different threads are not ordered for the probe.
///
/// Of resources and operations it tells likewise: created or started first, ended once.
///
/// Every method that returns an instant returns the clock reading that it took for this event, or 0 when the probe takes
/// none; the runtime hands it back where the next event needs it. A probe may take none at one time and one at another: 0
/// handed back says that the instant is not known.
public interface ThreadProbe extends AutoCloseable {

  /// A task exists and is about to be scheduled.
  ///
  /// @param task a view that stays valid for the life of the task
  /// @return the instant of the spawn
  long taskSpawned(TaskView task);

  /// This thread starts to poll a task.
  ///
  /// @param taskId the task, above 0
  /// @param scheduledAtNanos the instant since which the task has been runnable: of its spawn, of the wake that
  ///     scheduled it, or of the end of a poll during which it was woken
  /// @param afterPoll whether the thread did nothing worth a clock reading since its last `pollEnded`, so that the
  ///     instant of that end serves as the instant of this start
  /// @return the instant of the start
  long pollStarted(long taskId, long scheduledAtNanos, boolean afterPoll);

  /// The poll that this thread started last is over.
  ///
  /// @param wakersTaken how many wakers of the task were handed out during the poll, 0 or more
  /// @return the instant of the end
  long pollEnded(long taskId, int wakersTaken);

  /// A task was woken. Told for every wake of a task that has not ended, also when it was already scheduled.
  ///
  /// @param wakerTaskId the task inside whose poll the wake was made, equal to `taskId` for a self-wake;
  ///     0 when no task made it
  /// @return the instant of the wake
  long taskWoken(long taskId, long wakerTaskId);

  /// A task has ended: no poll of it follows.
  void taskEnded(long taskId, TaskOutcome outcome);

  /// A resource is there: at its first operation inside the runtime.
  ///
  /// @param resource a view that stays valid; it does not keep the resource alive
  default void resourceCreated(ResourceView resource) {}

  /// A resource is over, or has become garbage a while ago. Told once, for resources that were told of.
  default void resourceEnded(long resourceId) {}

  /// The calling thread starts an operation on a resource that was told of.
  ///
  /// @param operation a view that stays valid until [#operationEnded]
  default void operationStarted(OperationView operation) {}

  /// A poll of an operation has ended, on the calling thread.
  ///
  /// @param ready whether it was the last one, and successful: [#operationEnded] follows at once, by the same channel
  default void operationPolled(long operationId, boolean ready) {}

  /// An operation is over. Told once for each that was started.
  ///
  /// @param ready false when it failed, or was given up
  default void operationEnded(long operationId, boolean ready) {}

  /// The scheduler did something of which no task is the subject. Told only while [Probe#tracesScheduler], or a moment longer.
  ///
  /// @param other see the event
  /// @param value see the event
  default void schedulerEvent(SchedulerEvent event, long other, long value) {}

  /// The worker of this thread is about to sleep; [SchedulerEvent#PARKED] follows when it wakes up. Told only while
  /// [Probe#tracesScheduler], or a moment longer.
  default void parking() {}

  /// The thread is about to end, or will not use this channel again. What it told so far is kept.
  @Override
  void close();
}
