package dev.kioto.runtime;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Futures;
import java.time.Duration;

/// The kinds of runtime against which the public behaviour is one suite, as Tokio's `rt_common.rs` is.
public enum Setup {
  /// One worker.
  ONE_WORKER,
  /// More workers than most machines that run this have processors.
  FOUR_WORKERS,
  /// Every switch that is off by default.
  EVERY_SWITCH,
  /// The smallest queues and shortest intervals, so that what is rare elsewhere happens all the time.
  TIGHT,
  /// No worker: a thread of the test's is inside `blockOn` for as long as the runtime lives.
  CURRENT_THREAD;

  /// A runtime of this kind, whose tasks run.
  public Runtime start() {
    return start(Runtime.builder().enableAll());
  }

  /// A runtime of this kind with further options.
  public Runtime start(RuntimeBuilder builder) {
    return switch (this) {
      case ONE_WORKER -> builder.workerThreads(1).build();
      case FOUR_WORKERS -> builder.workerThreads(4).build();
      case EVERY_SWITCH -> builder.workerThreads(3).lifoStealing(true).eagerDriverHandoff(true).perWorkerTimers(true)
          .shardedBlockingQueue(true).stuckWorkerTimeout(Duration.ofMillis(50)).build();
      case TIGHT ->
          builder.workerThreads(2).localQueueCapacity(2).eventInterval(1).globalQueueInterval(1).lifoSlot(false)
              .build();
      case CURRENT_THREAD -> driven(builder.currentThread().build());
    };
  }

  private static Runtime driven(Runtime runtime) {
    var driver = new Thread(() -> {
      try {
        runtime.blockOn(Futures.pending());
      } catch (CancelledException _) {
        // The runtime has shut down.
      }
    }, "driver");
    driver.setDaemon(true);
    driver.start();
    return runtime;
  }
}
