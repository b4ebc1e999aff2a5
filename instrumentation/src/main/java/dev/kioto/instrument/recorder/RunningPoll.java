package dev.kioto.instrument.recorder;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The poll that a thread is in. Shown by that thread, read by any.
@SuppressWarnings("UnusedVariable") // fields are read through their handles
final class RunningPoll {
  /*
   *            | task | start | self-wakes |
   *   hidden   | 0    | any   | 0          |
   *   shown    | t    | s     | n          |
   *
   * hidden -> shown    self-wakes (of a poll that was interrupted), start, then task, all release
   * shown  -> shown    self-wakes, release
   * shown  -> hidden   task, then self-wakes, both release; the poll's record was written before
   *
   * So a start is written only while the task is 0. A reader takes start, task, self-wakes, start: when it reads the same start
   * twice, the task that it read between is of that start, and so are the self-wakes, unless they are the 0 that was written as the
   * poll was hidden: then its record, which has them, was written before. For the second poll's start to be read, the 0 before it must be visible, and with
   * it the first one's record: who is not shown a poll any more finds it in the ring, and who is shown one never finds an instant
   * that is not its start. A start that was written on leaving broke that: for a moment the poll that ended seemed to be another
   * one, begun at its end, which then vanished.
   */
  private static final VarHandle TASK = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "task",
      VarHandle.class, RunningPoll.class, long.class);
  private static final VarHandle SELF_WAKES = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "selfWakes",
      VarHandle.class, RunningPoll.class, int.class);
  private static final VarHandle START = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "start",
      VarHandle.class, RunningPoll.class, long.class);

  // Written by the owner.
  private long task;
  private long start;
  private int selfWakes;

  /// Shows a poll that begins. Only while none is shown.
  void show(long taskId, long startNanos) {
    START.setRelease(this, startNanos);
    TASK.setRelease(this, taskId);
  }

  /// Shows a poll that was interrupted by another one, and goes on. Only while none is shown.
  void show(long taskId, long startNanos, int selfWakesBefore) {
    SELF_WAKES.setRelease(this, selfWakesBefore);
    show(taskId, startNanos);
  }

  /// Counts a self-wake of the poll that is shown.
  void wokeItself() {
    SELF_WAKES.setRelease(this, selfWakes + 1);
  }

  /// Of the poll that is shown, 0 when none is. The owner.
  int selfWakes() {
    return selfWakes;
  }

  /// Shows none.
  void hide() {
    TASK.setRelease(this, 0L);
    SELF_WAKES.setRelease(this, 0);
  }

  /// Hands it to a sink, if there is one.
  void get(RunningSink sink) {
    long startNanos = (long) START.getAcquire(this);
    long taskId = (long) TASK.getAcquire(this);
    int wakes = (int) SELF_WAKES.getAcquire(this);
    if (taskId != 0 && (long) START.getAcquire(this) == startNanos) {
      sink.running(taskId, startNanos, wakes);
    }
  }
}
