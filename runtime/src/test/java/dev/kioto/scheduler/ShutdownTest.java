package dev.kioto.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Futures;
import dev.kioto.probe.Probe;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.ThreadProbe;
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

  private static final class StopCounter implements Probe, ThreadProbe {
    final AtomicInteger stops = new AtomicInteger();

    @Override
    public boolean enabled() {
      return true;
    }

    @Override
    public boolean takesDetails() {
      return true;
    }

    @Override
    public boolean tracesScheduler() {
      return false;
    }

    @Override
    public ThreadProbe openThread(String threadName) {
      return this;
    }

    @Override
    public ThreadProbe shared() {
      return this;
    }

    @Override
    public void runtimeStarted(RuntimeView runtime) {}

    @Override
    public void taskPinned(RuntimeView runtime, int worker, long taskId, long sinceNanos, StackSample stack) {}

    @Override
    public void workerHandedOff(RuntimeView runtime, int worker, long taskId) {}

    @Override
    public void runtimeStopped(RuntimeView runtime) {
      stops.incrementAndGet();
    }

    @Override
    public long taskSpawned(TaskView task) {
      return 0;
    }

    @Override
    public long pollStarted(long taskId, long scheduledAtNanos, boolean afterPoll) {
      return 0;
    }

    @Override
    public long pollEnded(long taskId, int wakersTaken) {
      return 0;
    }

    @Override
    public long taskWoken(long taskId, long wakerTaskId) {
      return 0;
    }

    @Override
    public void taskEnded(long taskId, TaskOutcome outcome) {}

    @Override
    public void close() {}
  }
}
