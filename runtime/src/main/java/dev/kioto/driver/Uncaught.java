package dev.kioto.driver;

import dev.kioto.future.Waker;

/// For what foreign code throws where no task is to blame and the calling thread must go on: it goes to the thread's
/// uncaught exception handler, as if the thread had ended by it.
public final class Uncaught {
  private Uncaught() {}

  public static void report(Throwable e) {
    var thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    } catch (Throwable _) {
      // The JVM ignores what a handler throws, too.
    }
  }

  /// Wakes, whatever the waker throws: those that follow it must be woken as well.
  public static void wake(Waker waker) {
    try {
      waker.wake();
    } catch (Throwable e) {
      report(e);
    }
  }
}
