package dev.kioto.task;

import dev.kioto.future.Waker;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.scheduler.TaskCell;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The end of a task as a [CompletableFuture], which aborts the task when it is cancelled. It is the waker of that end.
final class TaskCompletion<T extends @Nullable Object> extends CompletableFuture<T> implements Waker {
  private final TaskCell<T> task;

  private TaskCompletion(TaskCell<T> task) {
    this.task = task;
  }

  static <T extends @Nullable Object> CompletableFuture<T> of(TaskCell<T> task) {
    var completion = new TaskCompletion<>(task);
    if (task.pollJoin(completion).isReady()) {
      completion.wake();
    }
    return completion;
  }

  // Once, by the end of the task, on any thread.
  @Override
  @SuppressWarnings("NullAway") // value() is null only where T allows it, once the task has returned
  public void wake() {
    var failure = task.failure();
    if (failure == null) {
      complete(task.value());
    } else if (task.outcome() == TaskOutcome.CANCELLED) {
      super.cancel(false);
    } else {
      completeExceptionally(failure);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      task.leaveJoin(this);
      task.abort();
    }
    return cancelled;
  }

  // What depends on this one is no task.
  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }

  @Override
  public String toString() {
    return "CompletableFuture of " + task;
  }
}
