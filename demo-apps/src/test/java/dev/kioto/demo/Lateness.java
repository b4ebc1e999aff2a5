package dev.kioto.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// How much later than they wanted the threads of this machine ran, all together: what a bound in seconds has to allow for on a
/// machine that is busy with something else.
final class Lateness implements AutoCloseable {

  private static final long STEP_NANOS = 10_000_000;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong nanos = new AtomicLong();

  Lateness() {
    Thread.ofPlatform().name("lateness").daemon().start(this::run);
  }

  private void run() {
    try {
      long before = System.nanoTime();
      while (!closed.await(STEP_NANOS, TimeUnit.NANOSECONDS)) {
        long now = System.nanoTime();
        nanos.addAndGet(Math.max(0, now - before - STEP_NANOS));
        before = now;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// So far.
  long nanos() {
    return nanos.get();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
