package dev.kioto.scheduler;

import dev.kioto.future.Futures;
import dev.kioto.probe.Probe;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// Tasks that no worker runs, to be put into queues by tests.
final class TestTasks {
  private TestTasks() {}

  /// A scheduler to make tasks with; its only worker sleeps.
  static final Scheduler SCHEDULER = Scheduler.start(options(1, Probe.NONE));

  /// Settings of a multi-thread scheduler for a test.
  static SchedulerOptions options(int workers, Probe probe) {
    var options = new SchedulerOptions();
    options.name = "test";
    options.threadName = "test";
    options.workerThreads = workers;
    options.maxBlockingThreads = 1;
    options.threadKeepAlive = Duration.ofSeconds(1);
    options.enableTime = true;
    options.probe = probe;
    return options;
  }

  static FutureTask<String> task() {
    return new FutureTask<>(SCHEDULER, TaskOptions.NONE, Futures.pending());
  }

  static List<FutureTask<String>> tasks(int n) {
    return IntStream.range(0, n).mapToObj(_ -> task()).toList();
  }
}
