package dev.kioto.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The constants of Tokio's `benches/rt_multi_threaded.rs` and `benches/rt_current_thread.rs`, and what its workloads share.
final class Workload {
  static final int SPAWNS = 10_000;
  static final int BUSY_CHAIN_SPAWNS = 1_000; // against chains that spawn without end
  static final int CURRENT_THREAD_SPAWNS = 1_000;
  static final int BUSY_YIELDERS = 8;
  static final int BUSY_CHAINS = 4;
  static final int YIELDERS = 200;
  static final int YIELDS = 1_000;
  static final int PINGS = 1_000;
  static final int CHAIN = 1_000;
  private static final long STALL_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

  /// Workers of Kioto and carriers of the JDK; see [Comparison].
  static final int WORKERS = Integer.getInteger("kioto.bench.workers",
      java.lang.Runtime.getRuntime().availableProcessors());

  private Workload() {}

  /// Holds the thread for ten microseconds, and lets other threads of the system have its processor: as Tokio's
  /// `stall`. On a virtual thread, which has no way to yield its carrier's processor, it spins.
  static void stall() {
    boolean virtual = Thread.currentThread().isVirtual();
    long start = System.nanoTime();
    while (System.nanoTime() - start < STALL_NANOS) {
      if (virtual) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  /// Counts tasks that end, and tells the thread that waits for the last one.
  static final class Countdown {
    private final AtomicInteger left;
    private final CountDownLatch over = new CountDownLatch(1);

    Countdown(int tasks) {
      left = new AtomicInteger(tasks);
    }

    void taskEnded() {
      if (left.decrementAndGet() == 0) {
        over.countDown();
      }
    }

    void await() throws InterruptedException {
      over.await();
    }
  }
}
