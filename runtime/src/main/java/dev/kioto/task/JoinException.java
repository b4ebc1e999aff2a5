package dev.kioto.task;

import dev.kioto.probe.TaskOutcome;
import java.io.Serial;

/// Says that a joined task did not return: it threw, or it was cancelled. The cause is what the task threw.
///
/// Tokio's `JoinError`.
public final class JoinException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1;

  private final TaskOutcome outcome;
  private final long taskId;

  JoinException(String task, long taskId, TaskOutcome outcome, Throwable cause) {
    super(task + (outcome == TaskOutcome.CANCELLED ? " was cancelled" : " failed: " + cause), cause);
    this.outcome = outcome;
    this.taskId = taskId;
  }

  /// Whether the task was aborted, or its runtime shut down, before it returned.
  public boolean isCancelled() {
    return outcome == TaskOutcome.CANCELLED;
  }

  /// The id of the task.
  public long taskId() {
    return taskId;
  }
}
