package dev.kioto.fs;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.scheduler.Current;
import dev.kioto.scheduler.Scheduler;
import dev.kioto.scheduler.TaskCell;
import dev.kioto.scheduler.TaskOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Has work done by jobs of the blocking pool, one after the other, and closes it when it is given up or fails. Polled by one task
/// at a time. Takes budget.
///
/// @param <T> the type of the answer
final class PoolWork<T extends @Nullable Object> extends Turn implements Callable<@Nullable Void> {
  private final Work<T> work;
  private final TaskOptions options;
  private final @Nullable Scheduler otherwise;

  // The polling thread: the job that was submitted last, null when its answer was taken.
  private @Nullable TaskCell<?> job;

  // The job, before its turn ends; then the polling thread.
  private Poll<T> answer = Poll.pending();
  private @Nullable Throwable failure;

  /// @param options what the console calls the jobs, and whether they are run when the runtime shuts down before
  /// @param otherwise whose pool it is when the polling thread belongs to no runtime; null for nobody's
  PoolWork(Work<T> work, TaskOptions options, @Nullable Scheduler otherwise) {
    this.work = work;
    this.options = options;
    this.otherwise = otherwise;
  }

  /// Polls for the answer. After it there may be another: the next poll asks the work again.
  ///
  /// @throws IOException when the work failed, and is closed
  /// @throws CancelledException when the runtime has shut down; the work is closed
  Poll<T> poll(Context cx) throws IOException {
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    while (true) {
      var running = job == null ? submit() : job;
      if (!running.isFinished() && !running.pollJoin(cx.waker()).isReady()) {
        cx.restoreBudget();
        return Poll.pending();
      }
      job = null;
      checkRan(running);
      var given = answer;
      if (given.isReady()) {
        answer = Poll.pending();
        return given;
      }
    }
  }

  private TaskCell<?> submit() {
    queue();
    try {
      var submitted = schedulerFor(otherwise).<@Nullable Void>spawnBlocking(this, options, "dev.kioto.fs.Fs");
      job = submitted;
      return submitted;
    } catch (Throwable e) {
      if (takeBack()) {
        work.close();
      }
      throw e;
    }
  }

  /// The scheduler of the calling thread, or the other one when it has none.
  static Scheduler schedulerFor(@Nullable Scheduler otherwise) {
    var current = Current.schedulerOrNull();
    return current == null && otherwise != null ? otherwise : current == null ? Current.scheduler() : current;
  }

  private void checkRan(TaskCell<?> over) throws IOException {
    if (takeBack()) {
      work.close();
      throw refused(over);
    }
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new AssertionError(e);
    }
  }

  /// What to throw for a job that the pool did not run.
  static CancelledException refused(TaskCell<?> job) {
    var why = job.failure();
    return new CancelledException(String.valueOf(why == null ? job : why.getMessage()));
  }

  // The job.
  @Override
  public @Nullable Void call() {
    if (!begin()) {
      return null;
    }
    try {
      answer = work.piece();
    } catch (Throwable e) { // thrown where it is awaited
      failure = Failures.asIo(e);
      work.close();
    }
    if (!end()) {
      work.close();
    }
    return null;
  }

  /// Gives up: a job that waits for a thread is not run, and one that runs is the last.
  void giveUp() {
    if (leave()) {
      work.close();
    }
    var running = job;
    if (running != null) {
      running.abort();
    }
  }
}
