package dev.kioto.instrument.aggregate;

import dev.kioto.instrument.recorder.EventSink;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;

/// Hands each event to all that keep something of it. Guarded by the lock of the aggregator.
final class EventFanOut implements EventSink {
  private final TaskBook tasks;
  private final WakeEdges wakes;

  EventFanOut(TaskBook tasks, WakeEdges wakes) {
    this.tasks = tasks;
    this.wakes = wakes;
  }

  @Override
  public void spawned(TaskView task, long atNanos) {
    tasks.spawned(task, atNanos);
  }

  @Override
  public void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken) {
    tasks.polled(taskId, scheduledAtNanos, startNanos, endNanos, wakersTaken);
  }

  @Override
  public void woken(long taskId, long wakerTaskId, long atNanos) {
    tasks.woken(taskId, wakerTaskId, atNanos);
    wakes.woken(taskId, wakerTaskId, atNanos);
  }

  @Override
  public void ended(long taskId, TaskOutcome outcome, long atNanos) {
    tasks.ended(taskId, outcome, atNanos);
  }
}
