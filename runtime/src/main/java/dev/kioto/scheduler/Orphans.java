package dev.kioto.scheduler;

import java.util.concurrent.ForkJoinPool;

/// Carries the virtual threads whose runtime has stopped before they ended. To the runtime they have; but they may hold a
/// lock, or be the next in the queue of one, and whoever waits for that lock, in this runtime or not, would wait for ever
/// if they did not go on. They belong to no runtime here.
final class Orphans {
  // Threads come with the first orphan, and go when there has been none for a while.
  private static final ForkJoinPool CARRIERS = new ForkJoinPool(Runtime.getRuntime().availableProcessors(),
      ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);

  private Orphans() {}

  /// Continues a thread, or does nothing if it cannot be continued now. Any thread.
  static void carry(Runnable continuation) {
    CARRIERS.execute(continuation);
  }
}
