package dev.kioto.instrument.recorder;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The poll that a thread is in. Shown by that thread, read by any.
@SuppressWarnings("UnusedVariable") // fields are read through their handles
final class RunningPoll {
  private static final VarHandle TASK = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "task",
      VarHandle.class, RunningPoll.class, long.class);
  private static final VarHandle START = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "start",
      VarHandle.class, RunningPoll.class, long.class);

  // The start is written before the task is set release, and read after the task was read acquire: so a start is never older
  // than its task. Both are set at once only by the owner; a reader reads the task twice and takes the pair when it did not
  // change.
  private long task;
  private long start;

  /// @param taskId 0 for none
  void show(long taskId, long startNanos) {
    START.setOpaque(this, startNanos);
    TASK.setRelease(this, taskId);
  }

  /// Hands it to a sink, if there is one.
  void get(RunningSink sink) {
    long before = (long) TASK.getAcquire(this);
    if (before == 0) {
      return;
    }
    long startNanos = (long) START.getAcquire(this);
    if ((long) TASK.getAcquire(this) == before) {
      sink.running(before, startNanos);
    }
  }
}
