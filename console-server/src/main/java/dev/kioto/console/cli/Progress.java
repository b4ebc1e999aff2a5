package dev.kioto.console.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Tells the person who waits what for, on the standard error, when something takes more than a second.
final class Progress {

  private static final long SILENT_MILLIS = 1000;
  private static final long AGAIN_MILLIS = 5000;

  private Progress() {}

  /// Does something, and says meanwhile that it is being done: once after a second and then every five.
  ///
  /// @param what is being done, such as `attaching to 127.0.0.1:6669`
  static <T> T during(PrintWriter err, String what, Supplier<T> work) {
    var done = new CountDownLatch(1);
    long start = System.nanoTime();
    var teller = Thread.ofVirtual().name("kioto-progress").start(() -> {
      try {
        for (long wait = SILENT_MILLIS; !done.await(wait, TimeUnit.MILLISECONDS); wait = AGAIN_MILLIS) {
          err.println("kioto: " + what + " (" + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s)");
          err.flush();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
    try {
      return work.get();
    } finally {
      done.countDown();
      join(teller);
    }
  }

  /// So that nothing is said after what comes next.
  private static void join(Thread teller) {
    try {
      teller.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
