package dev.kioto.probe;

/// An observer of runtimes. One probe may watch any number of runtimes of the process.
///
/// An implementation never blocks, never throws and never calls back into the runtime from a method that the runtime
/// calls: what it cannot take it drops and counts. If it throws all the same, the event is lost and the runtime goes on; the
/// first failure goes to the uncaught exception handler of the calling thread. Every instant is a reading of [System#nanoTime], compared by
/// subtraction alone.
public interface Probe {

  /// The probe that observes nothing: the default of every runtime. Its calls are empty and its instants are 0, so that
  /// the compiler removes them.
  Probe NONE = NoProbe.INSTANCE;

  /// Whether anything is observed. Constant for the life of the probe; the runtime skips work whose only reader is a
  /// probe (the spawn location, for one) when this is false.
  boolean enabled();

  /// Whether more than counts is of use now: where tasks are spawned, resources, operations. May change at any time; while it is
  /// false the runtime spares itself what only these need.
  boolean takesDetails();

  /// Whether [ThreadProbe#schedulerEvent] is of use now. May change at any time; the runtime asks before each, so that those
  /// that nobody takes cost no more than this.
  boolean tracesScheduler();

  /// Opens the channel of one platform thread, which alone may use it until it calls [ThreadProbe#close].
  /// Called by that thread.
  ///
  /// @param threadName the thread's name at this moment
  ThreadProbe openThread(String threadName);

  /// The channel for callers that have none of their own, virtual threads of a foreign scheduler among them. Safe for
  /// use by any thread at any time; slower than a thread's own.
  ThreadProbe shared();

  /// A runtime has started. The view may be read by any thread until [#runtimeStopped], and gives its last
  /// values after it.
  void runtimeStarted(RuntimeView runtime);

  /// A worker was stuck in a poll and was handed to another thread; the poll goes on beside it. Called by the thread
  /// that takes over.
  ///
  /// @param worker the worker's index
  /// @param taskId the task whose poll does not end
  void workerHandedOff(RuntimeView runtime, int worker, long taskId);

  /// A direct task waits while it is pinned to its carrier, so that its worker can run nothing else; seen at two looks one after
  /// the other, see `RuntimeBuilder.pinnedParkInterval`. Called once for each such wait, by the thread that looks.
  ///
  /// @param worker the worker's index
  /// @param taskId the task
  /// @param sinceNanos when it was seen first
  /// @param stack where it waits, and what pins it
  void taskPinned(RuntimeView runtime, int worker, long taskId, long sinceNanos, StackSample stack);

  /// Timers fired late, by five milliseconds or more: because no thread of the runtime looked at the clock in time. By the thread
  /// that fired them, after it did. Not told while the runtime's clock stands still, nor when a thread slept until they were due and the
  /// machine was late to wake it.
  ///
  /// @param timers how many fired together, at least 1
  /// @param lateNanos how late the first of them was
  void timersLate(RuntimeView runtime, int timers, long lateNanos);

  /// A task that lives was told to end: it does so at its next suspension, or never. Told at least once, before the task learns it,
  /// of a future task or a direct one; by the thread that tells the task. It may have ended by then.
  void cancelRequested(TaskView task);

  /// A task failed and nobody will learn of it: whoever could have joined it let go of it first. Told some time after a garbage
  /// collection that finds so, of as many tasks as are watched for it, by a thread that the runtime has for this.
  ///
  /// @param failedAtNanos when it ended
  void failureUnjoined(RuntimeView runtime, long taskId, Throwable failure, long failedAtNanos);

  /// A runtime has stopped: all its tasks have ended and its workers are gone.
  void runtimeStopped(RuntimeView runtime);
}
