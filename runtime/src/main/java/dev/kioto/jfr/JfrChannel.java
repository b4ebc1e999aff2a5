package dev.kioto.jfr;

import dev.kioto.probe.OperationView;
import dev.kioto.probe.Probe;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.ThreadProbe;
import jdk.jfr.Event;

/// A channel that makes events of what it is told and tells it on.
///
/// An event that no recording wants costs a test: the JDK keeps the answer in the class of the event, so that the compiler
/// removes the object with all that would fill it.
abstract class JfrChannel implements ThreadProbe {
  final ThreadProbe next;
  private final Probe behind;

  /// @param next a channel to the probe behind
  JfrChannel(ThreadProbe next, Probe behind) {
    this.next = next;
    this.behind = behind;
  }

  /// Whether some recording wants what the scheduler does.
  static boolean tracesScheduler() {
    return new WorkerPark().isEnabled() || new WorkerSteal().isEnabled() || new BlockingQueue().isEnabled();
  }

  /// Whether some recording wants polls.
  static boolean measuresPolls() {
    return new TaskPoll().isEnabled();
  }

  /// An instant that says since when a task has been runnable, also when the probe behind takes none.
  ///
  /// @param at what that has read, or 0
  /// @return 0 when nobody asks for it
  static long instant(long at) {
    return at == 0 && measuresPolls() ? System.nanoTime() : at;
  }

  /// Records an event that some recording wants.
  abstract void write(Event event);

  @Override
  public final long taskSpawned(TaskView task) {
    long at = next.taskSpawned(task);
    var event = new TaskSpawn();
    if (event.shouldCommit()) {
      write(event.of(task));
    }
    return instant(at);
  }

  @Override
  public final long taskWoken(long taskId, long wakerTaskId) {
    long at = next.taskWoken(taskId, wakerTaskId);
    var event = new TaskWake();
    if (event.shouldCommit()) {
      event.taskId = taskId;
      event.wakerTaskId = wakerTaskId;
      write(event);
    }
    return instant(at);
  }

  @Override
  public final void taskEnded(long taskId, TaskOutcome outcome) {
    next.taskEnded(taskId, outcome);
    var event = new TaskEnd();
    if (event.shouldCommit()) {
      write(event.of(taskId, outcome));
    }
  }

  @Override
  public final void resourceCreated(ResourceView resource) {
    next.resourceCreated(resource);
  }

  @Override
  public final void resourceEnded(long resourceId) {
    next.resourceEnded(resourceId);
  }

  @Override
  public final void operationStarted(OperationView operation) {
    next.operationStarted(operation);
  }

  @Override
  public final void operationPolled(long operationId, boolean ready) {
    next.operationPolled(operationId, ready);
  }

  @Override
  public final void operationEnded(long operationId, boolean ready) {
    next.operationEnded(operationId, ready);
  }

  @Override
  public void parking() {
    if (behind.tracesScheduler()) {
      next.parking();
    }
  }

  @Override
  public final void schedulerEvent(SchedulerEvent event, long other, long value) {
    if (behind.tracesScheduler()) {
      next.schedulerEvent(event, other, value);
    }
    switch (event) {
      case PARKED -> parked((int) other);
      case STOLEN -> stolen((int) other, value);
      case BLOCKING_QUEUED -> queued(value);
      case OVERFLOWED, INJECTED, DRIVER_TURN, BLOCKING_THREAD_STARTED, BLOCKING_THREAD_ENDED, HANDED_OFF, PINNED -> {}
    }
  }

  /// A worker slept on this thread, since [#parking].
  abstract void parked(int worker);

  private void stolen(int fromWorker, long tasks) {
    var event = new WorkerSteal();
    if (event.shouldCommit()) {
      event.fromWorker = fromWorker;
      event.tasks = tasks;
      write(event);
    }
  }

  private void queued(long waiting) {
    var event = new BlockingQueue();
    if (event.shouldCommit()) {
      event.waiting = waiting;
      write(event);
    }
  }

  @Override
  public final void close() {
    next.close();
  }
}
