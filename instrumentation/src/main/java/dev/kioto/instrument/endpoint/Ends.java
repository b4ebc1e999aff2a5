package dev.kioto.instrument.endpoint;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/// Waits for the end of what was told to end.
final class Ends {
  // What ends in milliseconds, but for a machine that is overloaded.
  private static final long PATIENCE_SECONDS = 5;

  private Ends() {}

  /// Waits, but not for ever, and not when the calling thread is interrupted.
  static void await(Wait what) {
    try {
      var _ = what.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends what the threads do after what they are at, and waits for that.
  static void stop(ExecutorService threads) {
    var _ = threads.shutdownNow();
    await(threads::awaitTermination);
  }

  /// A wait for an end.
  @FunctionalInterface
  interface Wait {
    /// @return whether it came in time
    boolean await(long time, TimeUnit unit) throws InterruptedException;
  }
}
