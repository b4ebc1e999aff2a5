package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.scheduler.TaskCell;
import dev.kioto.scheduler.Wrapper;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The owner's end of a task: a future of its result. A handle that is let go of detaches the task, which runs on.
///
/// Any thread may use it, any number of them may await it, and it may be awaited again after it was ready.
///
/// @param <T> the type of the result
public final class JoinHandle<T extends @Nullable Object> implements Future<T> {
  private final TaskCell<T> task;

  JoinHandle(TaskCell<T> task) {
    this.task = task;
  }

  /// Polls for the end of the task.
  ///
  /// @throws JoinException when the task failed or was cancelled
  @Override
  public Poll<T> poll(Context cx) {
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    if (!task.isFinished() && !task.pollJoin(cx.waker()).isReady()) {
      cx.restoreBudget();
      return Poll.pending();
    }
    return Poll.ready(result(task));
  }

  /// Waits for the end of the task; see [Future#await]. A wait that is interrupted leaves the task as it is.
  ///
  /// @throws JoinException when the task failed or was cancelled
  @Override
  public T await() {
    return Future.super.await();
  }

  /// Looks for the end of the task without waiting for it, and without being woken by it.
  ///
  /// @return ready with the result, or pending when the task is not over
  /// @throws JoinException when the task failed or was cancelled
  public Poll<T> tryJoin() {
    return task.isFinished() ? Poll.ready(result(task)) : Poll.pending();
  }

  /// The result of a task that is over.
  @SuppressWarnings("NullAway") // value() is null only where T allows it, once the task has returned
  static <T extends @Nullable Object> T result(TaskCell<T> task) {
    if (task.failure() != null) {
      throw failure(task);
    }
    return task.value();
  }

  /// The failure of a task that is over and has one.
  static JoinException failure(TaskCell<?> task) {
    var failure = Objects.requireNonNull(task.failure(), "a task that returned has no failure");
    return new JoinException(task.toString(), task.id(), task.outcome(), failure);
  }

  /// How a task that is over ended.
  static <T extends @Nullable Object> Outcome<T> outcome(TaskCell<T> task) {
    return task.failure() == null ? new Outcome.Success<>(result(task)) : new Outcome.Failure<>(failure(task));
  }

  /// A future of the result for one caller, which leaves the task when it is dropped. Who polls the handle itself and gives it up
  /// leaves its waker with the task until that is over.
  @Override
  public Future<T> intoFuture() {
    return new Joining();
  }

  TaskCell<T> task() {
    return task;
  }

  /// Asks the task to end before its time. A future task is dropped before its next poll; a direct task gets a
  /// [dev.kioto.future.CancelledException] (or what the JDK's call throws when interrupted) where it waits, or at its next
  /// wait, and unwinds through its `finally` blocks; a blocking job is not run if it has not started. A task that is over
  /// stays as it is. The result says whether the task was cancelled: it may return first.
  public void abort() {
    task.abort();
  }

  /// A reference that can abort the task and does not know its result.
  public AbortHandle abortHandle() {
    return new AbortHandle(task);
  }

  /// A handle that aborts the task when it is closed or dropped.
  public AbortOnDropHandle<T> abortOnDrop() {
    return new AbortOnDropHandle<>(this);
  }

  /// The end of the task for code that works with `java.util.concurrent`: completed with its result, or exceptionally with what
  /// the task threw, or cancelled when it was. Cancelling it aborts the task; completing it by hand does not.
  ///
  /// What depends on it and is not async runs on the worker that ends the task, and must not block there. Each call makes
  /// another one. The other way is [dev.kioto.future.Futures#fromStage].
  public CompletableFuture<T> toCompletableFuture() {
    return TaskCompletion.of(task);
  }

  /// Whether the task is over, in whatever way.
  public boolean isFinished() {
    return task.isFinished();
  }

  /// The task's id: above 0 and unique in the process.
  public long id() {
    return task.id();
  }

  @Override
  public String toString() {
    return "JoinHandle of " + task;
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.task(task.id(), task.toString());
  }

  // One wait. It knows its waker and can take it back, which the handle cannot, as many may wait by it.
  private final class Joining implements Future<T>, Wrapper {
    private @Nullable Waker registered;

    @Override
    public Poll<T> poll(Context cx) {
      registered = cx.waker();
      return JoinHandle.this.poll(cx);
    }

    @Override
    public void drop() {
      if (registered != null) {
        task.leaveJoin(registered);
      }
    }

    @Override
    public Object wrapped() {
      return JoinHandle.this;
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.task(task.id(), task.toString());
    }
  }
}
