package dev.kioto.instrument.recorder;

import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;

/// Takes the events that a recorder kept, each by the method that it has for them. Called by one thread at a time.
///
/// The events of one thread come in their order. Those of different threads are not ordered: a task's poll may come before
/// its spawn, or its end before its last poll. Instants are readings of [System#nanoTime].
///
/// Any event may have been lost, and what a level does not record does not come. So ids may come that were never told of
/// (of a task, a resource or an operation): they are to be passed over, or counted.
public interface EventSink {

  /// More or less is recorded from about here on. Told after the events that came before; those that follow may have been
  /// recorded at the old level still. When the level has been lower meanwhile, that is told first.
  ///
  /// Below [RecordLevel#TASKS] nothing of a single task, resource or operation is to be kept; when the level is back, those
  /// that live are to be had of [dev.kioto.probe.RuntimeView], and are not told of.
  default void levelChanged(RecordLevel level, long atNanos) {}

  /// The events that follow come from a thread. Called before the first of each run of events of one thread.
  default void source(ThreadSource thread) {}

  /// A task exists since `atNanos`.
  default void spawned(TaskView task, long atNanos) {}

  /// A task was polled from `startNanos` to `endNanos`.
  ///
  /// @param scheduledAtNanos since when the task had been runnable; may lie a little after the start, never long
  /// @param wakersTaken how many of its wakers were handed out during the poll
  default void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken) {}

  /// A task was polled, and woke itself during the poll. By default told as wakes at the end of the poll, and the poll.
  ///
  /// @param selfWakes how often, at least 1
  default void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken,
      int selfWakes) {
    for (int i = 0; i < selfWakes; i++) {
      woken(taskId, taskId, endNanos);
    }
    polled(taskId, scheduledAtNanos, startNanos, endNanos, wakersTaken);
  }

  /// A task was woken.
  ///
  /// @param wakerTaskId the task inside whose poll it was woken, 0 when there was none
  default void woken(long taskId, long wakerTaskId, long atNanos) {}

  /// A task is over.
  default void ended(long taskId, TaskOutcome outcome, long atNanos) {}

  /// A resource is there; it was told of at its first use.
  default void resourceCreated(ResourceView resource, long atNanos) {}

  /// A resource is over.
  default void resourceEnded(long resourceId, long atNanos) {}

  /// An operation on a resource started.
  default void operationStarted(OperationView operation, long atNanos) {}

  /// A poll of an operation is over.
  ///
  /// @param ready whether it was the last one, and successful
  default void operationPolled(long operationId, boolean ready, long atNanos) {}

  /// An operation is over.
  ///
  /// @param ready false when it failed, or was given up
  default void operationEnded(long operationId, boolean ready, long atNanos) {}

  /// The scheduler did something: see there what `other` and `value` are, and which instant is told.
  default void schedulerEvent(SchedulerEvent event, long other, long value, long atNanos) {}
}
