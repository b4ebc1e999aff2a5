package dev.kioto.scheduler;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// The executor that one virtual thread was given as its scheduler when it was made. The thread is no task before it
/// starts, which it may never do: until then only the thread holds this.
///
/// It is what the thread runs as well, so that it learns of an exception that ends the thread.
final class AdoptedThread implements Executor, Runnable {
  private final Scheduler scheduler;
  private final Thread thread;
  private final Class<?> type;
  private @Nullable Runnable code; // the thread's own, until it runs

  // Written by the thread that starts this one, before the first submission, which publishes it: any later caller of
  // execute() has been told of the thread by something that happened after that.
  private @Nullable AdoptedTask task;

  /// @param thread may be under construction: it is only kept
  AdoptedThread(Scheduler scheduler, Thread thread, Runnable code) {
    this.scheduler = scheduler;
    this.thread = thread;
    this.code = code;
    type = code.getClass();
  }

  /// The thread's code. What it throws goes on to the thread's uncaught exception handler.
  @Override
  public void run() {
    var own = code;
    code = null;
    if (own == null) {
      return; // somebody has found this, who is not the thread
    }
    try {
      own.run();
    } catch (Throwable e) {
      var started = task;
      if (started != null) {
        started.threw(e);
      }
      throw e;
    }
  }

  /// Schedules the thread, or one that it started and that inherited this executor. The first call is the thread's start.
  ///
  /// @throws RejectedExecutionException when the runtime has shut down
  @Override
  public void execute(Runnable continuation) {
    var started = task;
    if (started == null) {
      start(continuation);
    } else {
      started.execute(continuation);
    }
  }

  private void start(Runnable continuation) {
    var starting = new AdoptedTask(scheduler, thread, continuation, TypeName.of(type), null);
    if (!scheduler.admit(starting)) {
      throw new RejectedExecutionException(scheduler + " has shut down");
    }
    task = starting;
    scheduler.submit(starting, Current.core());
  }
}
