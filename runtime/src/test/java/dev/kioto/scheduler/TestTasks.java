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
  static final Scheduler SCHEDULER = Scheduler.start(
      new SchedulerOptions("test", 1, "test", 256, 61, 61, true, 1, Duration.ofSeconds(1), false, Probe.NONE));

  static FutureTask<String> task() {
    return new FutureTask<>(SCHEDULER, TaskOptions.NONE, Futures.pending());
  }

  static List<FutureTask<String>> tasks(int n) {
    return IntStream.range(0, n).mapToObj(_ -> task()).toList();
  }
}
