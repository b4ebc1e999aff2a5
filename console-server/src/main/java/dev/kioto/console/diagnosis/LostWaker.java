package dev.kioto.console.diagnosis;

import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskState;

/// A future task waits, and no waker exists that could wake it: it will wait for ever.
///
/// Direct tasks are left out: what wakes them is `unpark`, which needs no waker.
final class LostWaker implements Check {

  // Wakers are counted apart from polls: a task that has just stopped running may have a waker that is not counted yet.
  static final long SETTLED_NANOS = 1_000_000_000L;

  @Override
  public String id() {
    return "lost-waker";
  }

  @Override
  public Finding check(TaskRecord task, long asOf) {
    boolean waits = task.state() == TaskState.IDLE && task.polls() > 0;
    if (!waits || !task.isAsync() || task.kind().equals("direct") || task.wakerCount() > 0) return Finding.CLEAR;
    return asOf - task.lastPollEnded() < SETTLED_NANOS ? Finding.CANNOT_TELL_YET : Finding.RAISED;
  }

  @Override
  public long mayChangeAt(TaskRecord task, long asOf) {
    return check(task, asOf) == Finding.CANNOT_TELL_YET ? task.lastPollEnded() + SETTLED_NANOS : Long.MAX_VALUE;
  }

  @Override
  public String describe(TaskRecord task, long asOf) {
    return "waits, and none of the %d wakers that were made of it still exists: nothing can wake it"
        .formatted(task.wakerClones());
  }

  @Override
  public String summary(int tasks) {
    return tasks == 1 ? "1 task has lost its waker" : tasks + " tasks have lost their wakers";
  }
}
