package dev.kioto.scheduler;

import dev.kioto.future.CancelledException;
import dev.kioto.probe.AbortAnswer;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskKind;
import dev.kioto.probe.ThreadProbe;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A job of the blocking pool. It is one poll long; once it runs it cannot be stopped, as in Tokio.
///
/// @param <T> the type of the job's result
final class BlockingJob<T extends @Nullable Object> extends TaskCell<T> {
  private final String typeName;

  // The pool's thread that took the job.
  private @Nullable Callable<T> body;

  // Set while the job runs; read by any thread.
  private volatile @Nullable Thread runner;

  BlockingJob(Scheduler scheduler, TaskOptions options, Callable<T> body, String typeName) {
    super(scheduler, options);
    this.body = body;
    this.typeName = typeName;
  }

  void run(ThreadProbe probe) {
    claim();
    T value = null;
    Throwable failure = null;
    var code = body;
    body = null;
    if (isCancelled() || code == null) {
      failure = cancelled(" was aborted before it ran");
    } else {
      runner = Thread.currentThread();
      probe.pollStarted(id(), scheduledAtNanos, false);
      try (var _ = Current.enter(scheduler, id())) {
        value = code.call();
      } catch (Throwable e) {
        failure = e;
      }
      probe.pollEnded(id(), 0);
      runner = null;
    }
    over(value, failure, probe);
  }

  private void over(@Nullable T value, @Nullable Throwable failure, ThreadProbe probe) {
    try {
      finish(value, failure, probe);
    } finally {
      scheduler.blockingJobEnded();
    }
  }

  private Throwable cancelled(String why) {
    try {
      return new CancelledException(this + why);
    } catch (OutOfMemoryError e) {
      return e;
    }
  }

  /// Ends a job that no thread will run. Any thread.
  void reject() {
    claim();
    markCancelled();
    over(null, cancelled(" was not started: " + scheduler + " has shut down"), scheduler.probe().shared());
  }

  boolean isMandatory() {
    return options().mandatory();
  }

  @Override
  public void abort() {
    markCancelled(); // seen by the thread that takes the job, if it has not run yet
  }

  @Override
  public AbortAnswer requestAbort() {
    return cancelUnclaimed();
  }

  @Override
  public TaskKind kind() {
    return TaskKind.BLOCKING;
  }

  @Override
  public String typeName() {
    return typeName;
  }

  @Override
  public StackSample stack() {
    var thread = runner;
    if (thread == null) {
      return StackSample.none(isComplete() ? "The job has ended." : "The job waits for a thread of the blocking pool.");
    }
    return new StackSample(StackSample.Kind.RUNNING, List.of(thread.getStackTrace()), thread.getState(), null,
        "The job runs on " + thread.getName() + ".");
  }
}
