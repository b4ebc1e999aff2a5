package dev.kioto.bench.window;

import dev.kioto.bench.collector.LargeProgram;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Has a program tell, twenty times a second, that 5,000 of its tasks were polled again, one part of them after the other. Ends when it is
/// closed.
final class Changes implements AutoCloseable {
  private static final int TIMES_A_SECOND = 20;

  private final LargeProgram program;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  Changes(LargeProgram program) {
    this.program = program;
    thread = Thread.ofPlatform().name("changes").daemon().start(this::run);
  }

  private void run() {
    try {
      int part = 0;
      long due = System.nanoTime();
      do {
        program.pass(1_000 / TIMES_A_SECOND);
        program.tellPolled(part++);
        due += TimeUnit.SECONDS.toNanos(1) / TIMES_A_SECOND;
      } while (!closed.await(due - System.nanoTime(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException _) {
      // closed
    }
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
