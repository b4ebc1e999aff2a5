package dev.kioto.task;

import dev.kioto.probe.TaskOutcome;
import java.io.Serial;
import java.util.Objects;

/// Says that a joined task did not return: it failed, or it was cancelled. The cause is what the task threw, with the stack
/// of where it did; the stack of this exception is that of who joined, and each of several joiners gets its own.
///
/// Tokio's `JoinError`.
public final class JoinException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1;

  private final TaskOutcome outcome;
  private final long taskId;

  JoinException(String task, long taskId, TaskOutcome outcome, Throwable cause) {
    super(task + (outcome == TaskOutcome.CANCELLED ? " was cancelled" : " failed: " + nameOf(cause)), cause);
    this.outcome = outcome;
    this.taskId = taskId;
  }

  // Asking an exception of others for its message runs code of others.
  private static String nameOf(Throwable cause) {
    try {
      return cause.toString();
    } catch (RuntimeException _) {
      return cause.getClass().getName();
    }
  }

  /// Whether the task ended because it was told to: it was aborted or its runtime shut down, and what it threw is a
  /// [dev.kioto.future.CancelledException], what a call of the JDK throws when it is interrupted, or was caused by one of
  /// them. A task that was told to end and threw something else has failed.
  public boolean isCancelled() {
    return outcome == TaskOutcome.CANCELLED;
  }

  /// Whether the task failed: it threw, and not because it was told to end. Tokio's `is_panic`.
  public boolean isFailed() {
    return outcome == TaskOutcome.FAILED;
  }

  /// What the task threw, never null: the same as [#getCause]. Tokio's `into_panic`.
  public Throwable failure() {
    return Objects.requireNonNull(getCause());
  }

  /// The id of the task.
  public long taskId() {
    return taskId;
  }
}
