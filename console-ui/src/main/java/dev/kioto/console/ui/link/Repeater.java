package dev.kioto.console.ui.link;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Runs one blocking piece of work again and again on a virtual thread of its own: a pause after each run, none after
/// a [#kick]. Runs never overlap. Safe for use by any thread.
final class Repeater implements AutoCloseable {
  private final Duration pause;
  private final Runnable work;
  private final Thread thread;
  private final Semaphore kicks = new Semaphore(0);
  private volatile boolean closed;

  /// Does nothing before [#start].
  ///
  /// @param work must not throw
  Repeater(String name, Duration pause, Runnable work) {
    this.pause = pause;
    this.work = work;
    this.thread = Thread.ofVirtual().name("kioto-ui-" + name).unstarted(this::run);
  }

  /// Begins to run.
  Repeater start() {
    thread.start();
    return this;
  }

  /// Ends the current pause, or has the work run once more when it is running.
  void kick() {
    kicks.release();
  }

  private void run() {
    while (!closed) {
      kicks.drainPermits();
      work.run();
      try {
        var _ = kicks.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException _) {
        return; // only close() interrupts
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
