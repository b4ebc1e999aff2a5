package dev.kioto.console.diagnosis;

import dev.kioto.console.model.TaskRecord;

/// Most wakes of a task are its own: it spins through the scheduler instead of waiting for something to happen.
final class SelfWakes implements Check {

  static final int PERCENT = 50;
  static final long ENOUGH_WAKES = 100; // a guess: a task that yields a few times while it starts is not spinning

  @Override
  public String id() {
    return "self-wakes";
  }

  @Override
  public Finding check(TaskRecord task, long asOf) {
    if (!task.isAsync() || task.droppedAt() != TaskRecord.ABSENT) return Finding.CLEAR;
    if (task.wakes() < ENOUGH_WAKES) return Finding.CANNOT_TELL_YET;
    return percent(task) > PERCENT ? Finding.RAISED : Finding.CLEAR;
  }

  @Override
  public long mayChangeAt(TaskRecord task, long asOf) {
    return Long.MAX_VALUE; // wakes are told of, they do not come with the time
  }

  @Override
  public String describe(TaskRecord task, long asOf) {
    return "woke itself in %d of its %d wakes (%.0f %%): it may be polling in a loop instead of waiting for an event"
        .formatted(task.selfWakes(), task.wakes(), percent(task));
  }

  @Override
  public String summary(int tasks) {
    return tasks == 1 ? "1 task mostly wakes itself" : tasks + " tasks mostly wake themselves";
  }

  private static double percent(TaskRecord task) {
    return 100.0 * task.selfWakes() / task.wakes();
  }
}
