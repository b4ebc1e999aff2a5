package dev.kioto.probe;

/// A probe, and its one channel for all threads, that wants to be told and does nothing about it: a test overrides what it is
/// about. Any thread.
public abstract class DeafProbe implements Probe, ThreadProbe {

  @Override
  public boolean enabled() {
    return true;
  }

  @Override
  public boolean takesDetails() {
    return true;
  }

  @Override
  public boolean tracesScheduler() {
    return false;
  }

  @Override
  public ThreadProbe openThread(String threadName) {
    return this;
  }

  @Override
  public ThreadProbe shared() {
    return this;
  }

  @Override
  public void runtimeStarted(RuntimeView runtime) {}

  @Override
  public void workerHandedOff(RuntimeView runtime, int worker, long taskId) {}

  @Override
  public void taskPinned(RuntimeView runtime, int worker, long taskId, long sinceNanos, StackSample stack) {}

  @Override
  public void timersLate(RuntimeView runtime, int timers, long lateNanos) {}

  @Override
  public void cancelRequested(TaskView task) {}

  @Override
  public void failureUnjoined(RuntimeView runtime, long taskId, Throwable failure, long failedAtNanos) {}

  @Override
  public void runtimeStopped(RuntimeView runtime) {}

  @Override
  public long taskSpawned(TaskView task) {
    return 0;
  }

  @Override
  public long pollStarted(long taskId, long scheduledAtNanos, boolean afterPoll) {
    return 0;
  }

  @Override
  public long pollEnded(long taskId, int wakersTaken) {
    return 0;
  }

  @Override
  public long taskWoken(long taskId, long wakerTaskId) {
    return 0;
  }

  @Override
  public void taskEnded(long taskId, TaskOutcome outcome) {}

  @Override
  public void close() {}
}
