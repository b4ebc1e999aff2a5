package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// The owner's end of a task that is not to outlive its owner's interest: closing it, or dropping it as a future, aborts the
/// task. A [JoinHandle] that is let go of lets its task run on.
///
/// It is made for `try`: however the block is left, the task has been told to end. To close it does not wait for that, and
/// does nothing to a task that is over. As a future it is ready with the task's result, and polled by one caller at a time;
/// an [#await] that is interrupted drops it. The other methods are for any thread.
///
/// Got by [JoinHandle#abortOnDrop]. Tokio's `AbortOnDropHandle` (tokio-util).
///
/// @param <T> the type of the result
public final class AbortOnDropHandle<T extends @Nullable Object> implements Future<T>, AutoCloseable {
  private final JoinHandle<T> handle;
  private final Future<T> joining;

  // Set once, by any thread.
  private volatile boolean detached;

  AbortOnDropHandle(JoinHandle<T> handle) {
    this.handle = handle;
    this.joining = handle.intoFuture();
  }

  /// Polls for the end of the task.
  ///
  /// @throws JoinException when the task failed or was cancelled
  @Override
  public Poll<T> poll(Context cx) {
    return joining.poll(cx);
  }

  /// Gives up the wait and aborts the task, unless it was detached.
  @Override
  public void drop() {
    joining.drop();
    close();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.task(id(), handle.task().toString());
  }

  /// Aborts the task, unless it is over or was detached. Does not wait; may be called again.
  @Override
  public void close() {
    if (!detached) {
      handle.abort();
    }
  }

  /// Lets the task run on whatever happens to this handle from now on.
  ///
  /// @return the handle that this one was made of
  public JoinHandle<T> detach() {
    detached = true;
    return handle;
  }

  /// Asks the task to end before its time, also if it was detached; see [JoinHandle#abort].
  public void abort() {
    handle.abort();
  }

  /// A reference that can abort the task and does not know its result.
  public AbortHandle abortHandle() {
    return handle.abortHandle();
  }

  /// Whether the task is over, in whatever way.
  public boolean isFinished() {
    return handle.isFinished();
  }

  /// The task's id: above 0 and unique in the process.
  public long id() {
    return handle.id();
  }

  @Override
  public String toString() {
    return "AbortOnDropHandle of " + handle.task();
  }
}
