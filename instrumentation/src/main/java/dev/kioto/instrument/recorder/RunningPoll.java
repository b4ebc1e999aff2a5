package dev.kioto.instrument.recorder;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The poll that a thread is in. Shown by that thread, read by any.
@SuppressWarnings("UnusedVariable") // fields are read through their handles
final class RunningPoll {
  /*
   *            | task | start |
   *   hidden   | 0    | any   |
   *   shown    | t    | s     |
   *
   * hidden -> shown    start, then task, both release
   * shown -> hidden    task, release; the poll's record was written before
   *
   * So a start is written only while the task is 0. A reader takes start, task, start: when it reads the same start twice, the
   * task that it read between is of that start. For the second poll's start to be read, the 0 before it must be visible, and with
   * it the first one's record: who is not shown a poll any more finds it in the ring, and who is shown one never finds an instant
   * that is not its start. A start that was written on leaving broke that: for a moment the poll that ended seemed to be another
   * one, begun at its end, which then vanished.
   */
  private static final VarHandle TASK = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "task",
      VarHandle.class, RunningPoll.class, long.class);
  private static final VarHandle START = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "start",
      VarHandle.class, RunningPoll.class, long.class);

  // Written by the owner.
  private long task;
  private long start;

  /// Shows a poll. Only while none is shown.
  void show(long taskId, long startNanos) {
    START.setRelease(this, startNanos);
    TASK.setRelease(this, taskId);
  }

  /// Shows none.
  void hide() {
    TASK.setRelease(this, 0L);
  }

  /// Hands it to a sink, if there is one.
  void get(RunningSink sink) {
    long startNanos = (long) START.getAcquire(this);
    long taskId = (long) TASK.getAcquire(this);
    if (taskId != 0 && (long) START.getAcquire(this) == startNanos) {
      sink.running(taskId, startNanos);
    }
  }
}
