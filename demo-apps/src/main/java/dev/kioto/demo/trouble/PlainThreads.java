package dev.kioto.demo.trouble;

import java.util.concurrent.RejectedExecutionException;

/// What virtual threads run that know nothing of Kioto.
final class PlainThreads {

  /// A round of what a thread does again and again.
  interface Round {
    /// @throws InterruptedException when the thread is to end
    void run() throws InterruptedException;
  }

  private PlainThreads() {}

  /// Rounds without an end, until the thread is interrupted.
  static Runnable forever(Round round) {
    return () -> {
      try {
        while (!Thread.currentThread().isInterrupted()) round.run();
      } catch (InterruptedException | RejectedExecutionException _) {
        // The runtime shuts down, and takes no new threads.
      }
    };
  }
}
