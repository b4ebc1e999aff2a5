package dev.kioto.task;

import dev.kioto.scheduler.TaskCell;

/// A reference to a task that can abort it and ask whether it is over, and says nothing of its result. Any thread.
///
/// Got by [JoinHandle#abortHandle] and by what spawns into a [JoinSet]. Tokio's `AbortHandle`.
public final class AbortHandle {
  private final TaskCell<?> task;

  AbortHandle(TaskCell<?> task) {
    this.task = task;
  }

  /// Asks the task to end before its time; see [JoinHandle#abort].
  public void abort() {
    task.abort();
  }

  /// Whether the task is over, in whatever way. An aborted task may take its time: false until it has ended.
  public boolean isFinished() {
    return task.isFinished();
  }

  /// The task's id: above 0 and unique in the process.
  public long id() {
    return task.id();
  }

  @Override
  public String toString() {
    return "AbortHandle of " + task;
  }
}
