package dev.kioto.console.diagnosis;

import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskState;

/// A task is in its first poll, and has been for long: it holds a worker and never gave it back.
final class NeverYielded implements Check {

  static final long LONG_NANOS = 1_000_000_000L;

  @Override
  public String id() {
    return "never-yielded";
  }

  @Override
  public Finding check(TaskRecord task, long asOf) {
    boolean inFirstPoll = task.state() == TaskState.RUNNING && task.polls() <= 1;
    if (!inFirstPoll || !task.isAsync()) return Finding.CLEAR;
    return task.busyAt(asOf) >= LONG_NANOS ? Finding.RAISED : Finding.CANNOT_TELL_YET;
  }

  @Override
  public long mayChangeAt(TaskRecord task, long asOf) {
    return check(task, asOf) == Finding.CANNOT_TELL_YET ? asOf + LONG_NANOS - task.busyAt(asOf) : Long.MAX_VALUE;
  }

  @Override
  public String describe(TaskRecord task, long asOf) {
    return "has run for %.1f s without yielding once: it keeps its worker from every other task"
        .formatted(task.busyAt(asOf) / 1e9);
  }

  @Override
  public String summary(int tasks) {
    return tasks == 1 ? "1 task has never yielded" : tasks + " tasks have never yielded";
  }
}
