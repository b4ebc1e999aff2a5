package dev.kioto.bench.window;

import dev.kioto.console.client.ConsoleClient;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.runtime.Runtime;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A program of Kioto's at level `trace`, whose workers poll some ten thousand times a second: its lanes are full. Ends when it is closed.
final class BusyProgram implements AutoCloseable {
  private static final int WORKERS = 4;
  private static final int TASKS = 40;
  private static final long WORK_NANOS = 4_000; // so little, that the window has processors left

  private final Instrumentation console;
  private final Runtime runtime;

  BusyProgram() {
    // However much is recorded, the level is to stay.
    console = Instrumentation.builder().bind("127.0.0.1", 0).name("busy").level(RecordLevel.TRACE).cpuShareCap(0)
        .start();
    runtime = Runtime.builder().enableAll().workerThreads(WORKERS).probe(console.probe()).build();
    for (int i = 0; i < TASKS; i++) {
      var pause = Duration.ofMillis(1 + i % 7);
      runtime.task().name("part-" + i).spawn(() -> {
        while (true) {
          work();
          Time.sleep(pause).await();
        }
      });
    }
  }

  // Every five-thousandth is long, so that lanes have something to show.
  private static void work() {
    long length = System.nanoTime() % 5_000 == 0 ? TimeUnit.MILLISECONDS.toNanos(5) : WORK_NANOS;
    for (long end = System.nanoTime() + length; System.nanoTime() < end;) {
      Thread.onSpinWait();
    }
  }

  /// Has a collector attach.
  ///
  /// @return the target's id
  String attach(ConsoleClient client) {
    return client.attach("127.0.0.1:" + console.port()).id();
  }

  @Override
  public void close() {
    runtime.shutdownBackground();
    console.close();
  }
}
