package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Context;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.probe.WorkerView.State;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class MetricsTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMinutes(2); // more than a test may take
  private static final Duration LONG = Duration.ofMillis(5);

  private final List<Runtime> opened = new ArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    opened.forEach(Runtime::close);
  }

  private Runtime open(RuntimeBuilder builder) {
    var runtime = builder.build();
    opened.add(runtime);
    return runtime;
  }

  /// One worker, and every driver.
  private static RuntimeBuilder builder(RuntimeFlavor flavor) {
    var builder = Runtime.builder().enableAll().workerThreads(1);
    return flavor == RuntimeFlavor.CURRENT_THREAD ? builder.currentThread() : builder;
  }

  private static void spin(Duration time) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < TimeUnit.NANOSECONDS.convert(time)) {
      Thread.onSpinWait();
    }
  }

  private void awaitRelease() {
    try {
      assertThat(release.await(30, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static long sum(RuntimeMetrics metrics) {
    return IntStream.range(0, metrics.pollTimeHistogramNumBuckets())
        .mapToLong(bucket -> metrics.pollTimeHistogramBucketCount(0, bucket)).sum();
  }

  // --- histograms ---

  @ParameterizedTest
  @EnumSource(value = RuntimeFlavor.class, names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
  void pollTimeHistogram_aLongPoll_isInTheLastBucketAndAllPollsAreCounted(RuntimeFlavor flavor) {
    var runtime = open(builder(flavor).enableMetricsPollTimeHistogram()
        .metricsPollTimeHistogramConfiguration(HistogramConfiguration.linear(MILLISECOND, 3)));
    var metrics = runtime.metrics();

    runtime.blockOn(() -> {
      for (int i = 0; i < 20; i++) {
        Task.spawn(Futures.ready(i)).await();
      }
      Task.spawn(_ -> {
        spin(LONG);
        return Poll.ready(0);
      }).await();
      Task.spawn(() -> spin(LONG)).await();
    });
    runtime.close();

    assertThat(metrics.pollTimeHistogramEnabled()).isTrue();
    assertThat(metrics.pollTimeHistogramBucketCount(0, 2)).isGreaterThanOrEqualTo(2);
    assertThat(sum(metrics)).isEqualTo(metrics.workerPollCount(0)).isGreaterThanOrEqualTo(22);
  }

  @ParameterizedTest
  @EnumSource(value = RuntimeFlavor.class, names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
  void scheduleLatencyHistogram_aTaskBehindALongPoll_isInTheLastBucket(RuntimeFlavor flavor) {
    var runtime = open(builder(flavor).enableMetricsScheduleLatencyHistogram()
        .metricsScheduleLatencyHistogramConfiguration(HistogramConfiguration.linear(MILLISECOND, 3)));

    runtime.blockOn(() -> Task.spawn(_ -> {
      var behind = Task.spawn(Futures.ready(1));
      spin(LONG);
      return Poll.ready(behind);
    }).await().await());
    runtime.close();

    assertThat(runtime.metrics().scheduleLatencyHistogramBucketCount(0, 2)).isGreaterThanOrEqualTo(1);
    assertThat(runtime.metrics().pollTimeHistogramEnabled()).isFalse();
  }

  @Test
  void scheduleLatencyHistogram_wakesOfEachKind_countOnceAPoll() {
    var runtime = open(builder(RuntimeFlavor.MULTI_THREAD).enableMetricsScheduleLatencyHistogram()
        .metricsScheduleLatencyHistogramConfiguration(HistogramConfiguration.linear(LONGEST, 2)));
    var metrics = runtime.metrics();
    runtime.blockOn(() -> {
      var direct = Task.spawn(() -> {
        Thread.sleep(1);
        Task.yieldNow().await();
        return 0;
      });
      var aborted = Task.spawn(Futures.pending());
      await().until(() -> metrics.workerPollCount(0) >= 2);
      aborted.abort();
      direct.await();
      await().until(aborted::isFinished);
    });
    runtime.close();

    long counted = IntStream.range(0, metrics.scheduleLatencyHistogramNumBuckets())
        .mapToLong(bucket -> metrics.scheduleLatencyHistogramBucketCount(0, bucket)).sum();
    assertThat(counted).isEqualTo(metrics.workerPollCount(0));
    // Had an instant been missed, the latency would be the age of the machine's clock.
    assertThat(metrics.scheduleLatencyHistogramBucketCount(0, 0)).isEqualTo(counted);
  }

  @Test
  void histograms_notAskedFor_haveNoBuckets() {
    var metrics = open(builder(RuntimeFlavor.MULTI_THREAD)).metrics();

    assertThat(metrics.pollTimeHistogramEnabled()).isFalse();
    assertThat(metrics.pollTimeHistogramNumBuckets()).isZero();
    assertThat(metrics.scheduleLatencyHistogramNumBuckets()).isZero();
    assertThatThrownBy(() -> metrics.pollTimeHistogramBucketRange(0)).hasMessageContaining("was not enabled");
    assertThatThrownBy(() -> metrics.scheduleLatencyHistogramBucketCount(0, 3)).hasMessageContaining("bucket 3");
  }

  @Test
  void histograms_byDefault_haveTokiosBuckets() {
    var metrics = open(builder(RuntimeFlavor.MULTI_THREAD).enableMetricsPollTimeHistogram()).metrics();

    assertThat(metrics.pollTimeHistogramNumBuckets()).isEqualTo(10);
    assertThat(metrics.pollTimeHistogramBucketRange(1))
        .isEqualTo(new RuntimeMetrics.BucketRange(Duration.ofNanos(100_000), Duration.ofNanos(200_000)));
    assertThat(metrics.pollTimeHistogramBucketRange(9).end()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
    assertThatThrownBy(() -> metrics.pollTimeHistogramBucketRange(10)).hasMessageContaining("buckets 0 to 9");
  }

  // --- latency in hooks ---

  @ParameterizedTest
  @EnumSource(value = RuntimeFlavor.class, names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
  void scheduleLatency_tracked_isToldBeforeAndAfterThePollAndNowhereElse(RuntimeFlavor flavor) {
    var before = Collections.synchronizedList(new ArrayList<TaskMeta>());
    var after = Collections.synchronizedList(new ArrayList<TaskMeta>());
    var others = Collections.synchronizedList(new ArrayList<TaskMeta>());
    var runtime = open(builder(flavor).trackTaskScheduleLatency().onBeforeTaskPoll(before::add)
        .onAfterTaskPoll(after::add).onTaskSpawn(others::add).onTaskTerminate(others::add));

    runtime.blockOn(() -> Task.spawn(_ -> {
      var behind = Task.spawn(Futures.ready(1));
      spin(LONG);
      return Poll.ready(behind);
    }).await().await());
    runtime.close();

    assertThat(before).hasSize(2).allSatisfy(meta -> assertThat(meta.scheduleLatency()).isNotNull());
    assertThat(before.get(1).scheduleLatency()).isGreaterThan(MILLISECOND);
    assertThat(after).isEqualTo(before);
    assertThat(others).hasSize(4).allSatisfy(meta -> assertThat(meta.scheduleLatency()).isNull());
  }

  @Test
  void scheduleLatency_notTracked_isNull() {
    var metas = Collections.synchronizedList(new ArrayList<TaskMeta>());
    var runtime = open(builder(RuntimeFlavor.MULTI_THREAD).onBeforeTaskPoll(metas::add));

    runtime.spawn(Futures.ready(1)).await();

    assertThat(metas).singleElement().satisfies(meta -> assertThat(meta.scheduleLatency()).isNull());
  }

  // --- workers ---

  @ParameterizedTest
  @EnumSource(value = RuntimeFlavor.class, names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
  void workerMeanPollTime_afterLongPolls_isLong(RuntimeFlavor flavor) {
    var runtime = open(builder(flavor));
    runtime.blockOn(() -> {
      for (int i = 0; i < 30; i++) {
        Task.spawn(_ -> {
          spin(MILLISECOND);
          return Poll.ready(0);
        }).await();
      }
    });
    runtime.close();

    await().untilAsserted(
        () -> assertThat(runtime.metrics().workerMeanPollTime(0)).isGreaterThan(Duration.ofNanos(200_000)));
  }

  @Test
  void budgetForcedYieldCount_ofARoot_isCounted() {
    var runtime = open(builder(RuntimeFlavor.MULTI_THREAD));

    runtime.blockOn((Context cx) -> {
      for (int i = 0; i < 1000; i++) {
        if (!cx.takeBudget()) {
          return runtime.metrics().budgetForcedYieldCount() > 1 ? Poll.ready(0) : Poll.pending();
        }
      }
      throw new AssertionError("a budget without an end");
    });

    assertThat(runtime.metrics().budgetForcedYieldCount()).isEqualTo(2);
  }

  @Test
  void noopCount_ofWorkersThatOnlySeeToTheTimersOfOthers_countsEachWakeup() {
    var runtime = open(Runtime.builder().enableAll().workerThreads(2));
    var metrics = runtime.metrics();
    int timers = 30;

    runtime.blockOn(() -> {
      for (int i = 0; i < timers; i++) {
        Time.sleep(MILLISECOND).await();
      }
    });

    // Of this thread: no worker has anything to run, and one of them fires each of the timers.
    assertThat(metrics.workerNoopCount(0) + metrics.workerNoopCount(1)).isGreaterThanOrEqualTo(timers - 1);
    assertThat(metrics.workerPollCount(0) + metrics.workerPollCount(1)).isZero();
    for (int worker = 0; worker < 2; worker++) {
      assertThat(metrics.workerNoopCount(worker)).isLessThanOrEqualTo(metrics.workerParkCount(worker));
      int index = worker;
      await().untilAsserted(() -> assertThat(metrics.workerParkUnparkCount(index)).isOdd());
    }
  }

  @Test
  void noopCount_ofAWorkerThatItsTimersWakeForTasks_staysFarBelowTheParks() {
    var runtime = open(Runtime.builder().enableAll().workerThreads(1));
    var metrics = runtime.metrics();

    runtime.blockOn(() -> Task.spawn(() -> {
      for (int i = 0; i < 30; i++) {
        Time.sleep(MILLISECOND).await();
      }
    }).await());

    assertThat(metrics.workerPollCount(0)).isGreaterThanOrEqualTo(30);
    assertThat(metrics.workerNoopCount(0)).isLessThan(15); // before the task came, and after it had gone
  }

  @Test
  void stuckWorker_thatHarmsNobody_showsAsStuckInItsTask() {
    var runtime = open(Runtime.builder().workerThreads(2).stuckWorkerTimeout(Duration.ofMillis(20)));
    var stuck = runtime.spawn(_ -> {
      awaitRelease();
      return Poll.ready(0);
    });

    await().until(() -> IntStream.range(0, 2).mapToObj(runtime.metrics()::worker).anyMatch(
        worker -> worker.state() == State.STUCK && worker.currentTaskId() == stuck.id()));
    assertThat(runtime.metrics().workerHandoffCount(0) + runtime.metrics().workerHandoffCount(1)).isZero();
  }

  @Test
  void handedOverPoll_untilItEnds_isShownBesideTheWorker() {
    var runtime = open(Runtime.builder().workerThreads(1).stuckWorkerTimeout(Duration.ofMillis(20)));
    var worker = runtime.metrics().worker(0);
    var stuck = runtime.spawn(_ -> {
      awaitRelease();
      return Poll.ready(0);
    });

    runtime.spawn(Futures.ready(1)).await(); // by the worker's next thread
    assertThat(worker.state()).isNotEqualTo(State.STUCK);
    assertThat(worker.handedOverPolls()).singleElement().satisfies(poll -> {
      assertThat(poll.taskId()).isEqualTo(stuck.id());
      assertThat(poll.threadId()).isNotEqualTo(worker.threadId());
      assertThat(poll.stuck()).isTrue();
    });
    release.countDown();
    await().until(() -> worker.handedOverPolls().isEmpty());
    assertThat(worker.handoffCount()).isEqualTo(1);
  }

  @Test
  void blockInPlace_whileItBlocks_isShownAsNotStuck() {
    var runtime = open(Runtime.builder().workerThreads(1));
    var worker = runtime.metrics().worker(0);
    var blocked = runtime.spawn(_ -> {
      try {
        return Poll.ready(Task.blockInPlace(() -> release.await(30, SECONDS)));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });

    await().untilAsserted(() -> assertThat(worker.handedOverPolls()).singleElement().satisfies(poll -> {
      assertThat(poll.taskId()).isEqualTo(blocked.id());
      assertThat(poll.stuck()).isFalse();
    }));
  }

  @Test
  void busyDuration_ofAHandedOverWorker_isNeverMoreThanTheTimeNorGoesDown() {
    long start = System.nanoTime();
    var runtime = open(Runtime.builder().workerThreads(1).stuckWorkerTimeout(Duration.ofMillis(10)));
    runtime.spawn(_ -> {
      awaitRelease();
      return Poll.ready(0);
    });
    runtime.spawn(_ -> {
      awaitRelease();
      return Poll.ready(0);
    });
    var shown = Duration.ZERO;
    for (int i = 0; i < 10_000; i++) {
      var busy = runtime.metrics().workerTotalBusyDuration(0);
      assertThat(busy).isGreaterThanOrEqualTo(shown).isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - start));
      shown = busy;
    }
    await().until(() -> runtime.metrics().workerHandoffCount(0) >= 1);
    spin(LONG);
    release.countDown();
    runtime.close();

    assertThat(runtime.metrics().workerTotalBusyDuration(0)).isGreaterThanOrEqualTo(shown)
        .isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - start));
  }

  @ParameterizedTest
  @EnumSource(value = RuntimeFlavor.class, names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
  void everyMetric_afterTheShutdown_keepsItsLastValue(RuntimeFlavor flavor) {
    var runtime = open(builder(flavor).enableMetricsPollTimeHistogram());
    var metrics = runtime.metrics();
    runtime.blockOn(() -> {
      Task.spawn(() -> Task.spawn(Futures.ready(1)).await()).await();
      Task.spawnBlocking(() -> 0).await();
    });
    runtime.close();

    assertThat(metrics.numWorkers()).isEqualTo(1);
    assertThat(metrics.numAliveTasks()).isZero();
    assertThat(metrics.spawnedTasksCount()).isEqualTo(2);
    assertThat(metrics.workerPollCount(0)).isGreaterThanOrEqualTo(2).isEqualTo(sum(metrics));
    assertThat(metrics.workerLocalScheduleCount(0)).isPositive();
    assertThat(metrics.workerTotalBusyDuration(0)).isPositive().isEqualTo(metrics.workerTotalBusyDuration(0));
    assertThat(metrics.worker(0).state()).isEqualTo(State.STOPPED);
    assertThat(metrics.worker(0).currentTaskId()).isZero();
    assertThat(metrics.globalQueueDepth()).isZero();
    assertThat(metrics.workerLocalQueueDepth(0)).isZero();
    assertThat(metrics.numBlockingThreads()).isZero();
    assertThat(metrics.numIdleBlockingThreads()).isZero();
    assertThat(metrics.blockingQueueDepth()).isZero();
    assertThat(metrics.workerThreadId(0)).isPositive();
    assertThat(metrics.remoteScheduleCount() + metrics.workerLocalScheduleCount(0)).isGreaterThanOrEqualTo(2);
    assertThat(metrics.workerParkUnparkCount(0)).isGreaterThanOrEqualTo(metrics.workerParkCount(0));
    assertThat(metrics.workerNoopCount(0)).isLessThanOrEqualTo(metrics.workerParkCount(0));
    assertThat(metrics.workerStealCount(0) + metrics.workerStealOperations(0) + metrics.workerOverflowCount(0))
        .isZero();
    assertThat(metrics.budgetForcedYieldCount()).isZero();
    assertThatThrownBy(() -> metrics.workerPollCount(1)).hasMessageContaining("worker 1 does not exist");
  }
}
