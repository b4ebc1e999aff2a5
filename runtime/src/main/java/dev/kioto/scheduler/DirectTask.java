package dev.kioto.scheduler;

import dev.kioto.future.CancelledException;
import dev.kioto.probe.ThreadProbe;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Ordinary Java code as a task, on a virtual thread of its own.
///
/// @param <T> the type of the code's result
final class DirectTask<T extends @Nullable Object> extends VirtualTask<T> implements Runnable {
  private final String typeName;

  // The task's own thread until it ends, then the worker that mounted it last, which sees the writes because it ran the
  // continuation.
  private @Nullable Callable<T> body;
  private @Nullable T result;
  private @Nullable Throwable thrown;

  DirectTask(Scheduler scheduler, TaskOptions options, Callable<T> body, String typeName) {
    super(scheduler, options);
    this.body = body;
    this.typeName = typeName;
    bind(VirtualThreads.create(this, options.name(), this));
  }

  /// The body of the task's thread, called by that alone.
  @Override
  public void run() {
    var code = body;
    body = null;
    try {
      if (isCancelled() || code == null) {
        throw new CancelledException(this + " was aborted before it ran");
      }
      result = code.call();
    } catch (Throwable e) {
      thrown = e;
    }
  }

  @Override
  void end(ThreadProbe probe) {
    T value = result;
    Throwable failure = thrown;
    var ran = thread();
    boolean unfinished = body != null || (failure == null && ran != null && ran.isAlive());
    result = null;
    thrown = null;
    finish(value, unfinished ? unfinished() : failure, probe);
  }

  private Throwable unfinished() {
    try {
      return new CancelledException(
          this + " could not go on: its runtime stopped, or the JDK failed to start or to suspend its thread");
    } catch (OutOfMemoryError e) {
      return e;
    }
  }

  @Override
  public String typeName() {
    return typeName;
  }
}
