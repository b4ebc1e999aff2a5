package dev.kioto.instrument.recorder;

import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;

/// Takes the events that a recorder kept. Called by one thread at a time.
///
/// The events of one thread come in their order. Those of different threads are not ordered: a task's poll may come before
/// its spawn, or its end before its last poll. Instants are readings of [System#nanoTime].
public interface EventSink {

  /// A task exists since `atNanos`.
  void spawned(TaskView task, long atNanos);

  /// A task was polled from `startNanos` to `endNanos`.
  ///
  /// @param scheduledAtNanos since when the task had been runnable; may lie a little after the start, never long
  /// @param wakersTaken how many of its wakers were handed out during the poll
  void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken);

  /// A task was woken.
  ///
  /// @param wakerTaskId the task inside whose poll it was woken, 0 when there was none
  void woken(long taskId, long wakerTaskId, long atNanos);

  /// A task is over.
  void ended(long taskId, TaskOutcome outcome, long atNanos);
}
