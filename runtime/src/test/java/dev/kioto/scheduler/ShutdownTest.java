package dev.kioto.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Futures;
import dev.kioto.probe.DeafProbe;
import dev.kioto.probe.Probe;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.TaskOutcome;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The end of a scheduler, at bad moments.
@Timeout(60)
final class ShutdownTest {

  private static Scheduler start(int workers, Probe probe) {
    return Scheduler.start(TestTasks.options(workers, probe));
  }

  @Test
  void shutdown_workersStopTogether_isReportedOnce() throws Exception {
    for (int round = 0; round < 500; round++) {
      var probe = new StopCounter();
      var scheduler = start(4, probe);

      assertThat(scheduler.shutdown(TimeUnit.SECONDS.toNanos(10))).isTrue();

      assertThat(probe.stops).as("round %d", round).hasValue(1);
    }
  }

  /// A spawn that is interrupted between its two steps, until the last worker has gone.
  @Test
  void submit_afterTheLastWorkerHasGone_endsTheTaskAsCancelled() throws Exception {
    var probe = new StopCounter();
    var scheduler = start(2, probe);
    var task = new FutureTask<>(scheduler, TaskOptions.NONE, Futures.pending());
    assertThat(scheduler.admit(task)).isTrue();
    scheduler.shutdown(0);
    await().until(() -> probe.stops.get() == 1);

    scheduler.submit(task, null);

    assertThat(task.isFinished()).isTrue();
    assertThat(task.outcome()).isEqualTo(TaskOutcome.CANCELLED);
  }

  private static final class StopCounter extends DeafProbe {
    final AtomicInteger stops = new AtomicInteger();

    @Override
    public void runtimeStopped(RuntimeView runtime) {
      stops.incrementAndGet();
    }
  }
}
