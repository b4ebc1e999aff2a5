package dev.kioto.time;

import static dev.kioto.time.Paused.advance;
import static dev.kioto.time.Paused.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The virtual clock.
@Timeout(60)
final class PauseTest {

  @Test
  void startPaused_clockStandsStill() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      for (int i = 0; i < 5; i++) {
        Thread.sleep(2); // real time passes
        assertThat(Time.now()).isEqualTo(start);
      }
    });
  }

  @Test
  void pause_inATask_isPossible() {
    try (var runtime = Runtime.builder().currentThread().enableAll().build()) {
      runtime.blockOn(() -> {
        Task.spawn(Time::pause).await();
        var start = Time.now();
        Time.sleep(Duration.ofDays(1)).await();
        assertThat(start.elapsed()).isEqualTo(Duration.ofDays(1));
        return null;
      });
    }
  }

  @Test
  void pause_inALocalRuntime_isPossible() throws Exception {
    try (var runtime = Runtime.builder().enableAll().startPaused(true).buildLocal()) {
      runtime.blockOn(() -> {
        var start = Time.now();
        Time.sleep(Duration.ofDays(1)).await();
        assertThat(start.elapsed()).isEqualTo(Duration.ofDays(1));
        return null;
      });
    }
  }

  @Test
  void pause_inAMultiThreadRuntime_isRefused() {
    try (var runtime = Runtime.builder().workerThreads(1).enableAll().build()) {
      runtime.blockOn(() -> {
        assertThatThrownBy(Time::pause).isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("current-thread or a local runtime");
        assertThatThrownBy(Time::resume).isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("is not paused");
        return null;
      });
    }
    assertThatThrownBy(() -> Runtime.builder().startPaused(true).build()).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("startPaused must be off for a multi-thread runtime");
  }

  @Test
  void pause_outsideOfARuntime_isRefused() {
    assertThatThrownBy(Time::pause).isInstanceOf(IllegalStateException.class).hasMessageContaining("no runtime");
    assertThatThrownBy(Time::resume).isInstanceOf(IllegalStateException.class).hasMessageContaining("no runtime");
    assertThatThrownBy(() -> Time.advance(ms(1)).await()).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no runtime");
  }

  @Test
  void pauseAndResume_outOfTurn_areRefused() throws Exception {
    Paused.run(() -> {
      assertThatThrownBy(Time::pause).isInstanceOf(IllegalStateException.class).hasMessageContaining("paused already");
      Time.resume();
      assertThatThrownBy(Time::resume).isInstanceOf(IllegalStateException.class).hasMessageContaining("is not paused");
      assertThatThrownBy(() -> advance(ms(1))).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("only a paused one can be advanced");
      Time.pause();
    });
  }

  @Test
  void advance_negative_isRefused() {
    assertThatThrownBy(() -> Time.advance(ms(-1))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-0.001S");
  }

  // --- advance ---

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_000, 250_000, 1_000_000, 3_141_592, 51_592_000})
  void advance_anyDuration_movesTheClockByIt(long nanos) throws Exception {
    Paused.run(() -> {
      for (int i = 0; i < 3; i++) {
        var start = Time.now();
        advance(Duration.ofNanos(nanos));
        assertThat(start.elapsed()).isEqualTo(Duration.ofNanos(nanos));
      }
    });
  }

  @Test
  void advance_lessThanTheSleep_leavesItWaiting() throws Exception {
    Paused.run(() -> {
      var sleep = HandPolled.of(Time.sleep(ms(300)));
      assertThat(sleep.isReady()).isFalse();
      advance(ms(299));

      assertThat(sleep.wakes()).isZero();
      assertThat(sleep.isReady()).isFalse();
    });
  }

  @Test
  void advance_inPartsOfAMillisecond_firesWhenTheyAddUp() throws Exception {
    Paused.run(() -> {
      var sleep = HandPolled.of(Time.sleep(ms(1)));
      assertThat(sleep.isReady()).isFalse();
      for (int i = 0; i < 3; i++) {
        advance(Duration.ofNanos(250_000));
        assertThat(sleep.isReady()).isFalse();
      }
      advance(Duration.ofNanos(250_000));

      assertThat(sleep.wakes()).isEqualTo(1);
      assertThat(sleep.isReady()).isTrue();
    });
  }

  @Test
  void advance_pastSeveralDeadlines_hasTheirTasksPolledFirst() throws Exception {
    Paused.run(() -> {
      var woken = new ArrayList<String>();
      Task.spawn(Futures.map(Time.sleep(ms(30)), _ -> woken.add("future task")));
      Task.spawn(() -> {
        Time.sleep(ms(20)).await();
        woken.add("direct task");
      });
      Task.yieldNow().await(); // they go to sleep
      advance(ms(40));

      assertThat(woken).containsExactlyInAnyOrder("future task", "direct task");
    });
  }

  @Test
  void advance_inADirectTaskAndInAFutureTask_firesTimers() throws Exception {
    Paused.run(() -> {
      var sleep = HandPolled.of(Time.sleep(ms(10)));
      assertThat(sleep.isReady()).isFalse();
      Task.spawn(() -> advance(ms(5))).await();
      assertThat(sleep.wakes()).isZero();
      Task.spawn(Time.advance(ms(5))).await();
      assertThat(sleep.wakes()).isEqualTo(1);
    });
  }

  // --- the clock moves on by itself ---

  @Test
  void idleRuntime_goesToTheNextDeadline() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var order = new ArrayList<String>();
      var tasks = List.of(
          Task.spawn(() -> sleepAndNote(start, 300, order)),
          Task.spawn(() -> sleepAndNote(start, 100, order)),
          Task.spawn(() -> sleepAndNote(start, 200, order)));
      tasks.forEach(dev.kioto.task.JoinHandle::await);

      assertThat(order).containsExactly("100 at 100", "200 at 200", "300 at 300");
    });
  }

  private static void sleepAndNote(Moment start, long millis, List<String> order) {
    Time.sleep(ms(millis)).await();
    order.add(millis + " at " + start.elapsed().toMillis());
  }

  @Test
  void runnableTask_holdsTheClock() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      Task.spawn(Time.sleep(ms(1)));
      for (int i = 0; i < 1_000; i++) {
        Task.yieldNow().await();
        assertThat(start.elapsed()).isZero();
      }
    });
  }

  @Test
  void twoRuns_seeTheSameTimes() {
    assertThat(randomSleeps()).isEqualTo(randomSleeps());
  }

  private static List<Duration> randomSleeps() {
    try (var runtime = Runtime.builder().currentThread().enableAll().startPaused(true).build()) {
      return runtime.blockOn(() -> {
        var random = new Random(1);
        var times = new ArrayList<Duration>();
        var start = Time.now();
        for (int i = 0; i < 10_000; i++) {
          Time.sleep(Duration.ofNanos(random.nextInt(1_000_000_000))).await();
          times.add(start.elapsed());
        }
        return times;
      });
    }
  }

  @Test
  void blockingJob_holdsTheClockUntilItIsOver() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var release = new CountDownLatch(1);
      var job = Task.spawnBlocking(() -> {
        release.await();
        return start.elapsed();
      });
      var sleeper = Task.spawn(() -> {
        Time.sleep(ms(10)).await();
        return job.isFinished();
      });
      new Thread(() -> {
        try {
          Thread.sleep(50); // enough for the runtime to be idle; the test holds however long it is
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        release.countDown();
      }).start();

      assertThat(sleeper.await()).isTrue();
      assertThat(job.await()).isZero();
      assertThat(start.elapsed()).isEqualTo(ms(10));
    });
  }

  @Test
  void blockingJob_thatFailsOrIsAborted_letsTheClockGo() throws Exception {
    Paused.run(() -> {
      Task.spawnBlocking(() -> {
        throw new IllegalStateException("on purpose");
      });
      Task.spawnBlocking(() -> null).abort();
      var start = Time.now();
      Time.sleep(Duration.ofDays(1)).await();

      assertThat(start.elapsed()).isEqualTo(Duration.ofDays(1));
    });
  }

  @Test
  void blockingJobs_manyShortOnes_neverLeaveTheClockStanding() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      for (int i = 0; i < 2_000; i++) {
        Task.spawnBlocking(() -> {}); // its end races with the sleep of the runtime
        Time.sleep(ms(1)).await();
      }

      assertThat(start.elapsed()).isEqualTo(ms(2_000));
    });
  }

  @Test
  void blockingJob_movesTheClock_othersSeeIt() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var sleeper = Task.spawn(Time.sleep(ms(100)));
      Task.spawnBlocking(() -> {
        Time.advance(ms(100)).await();
        return null;
      });
      sleeper.await();

      assertThat(start.elapsed()).isEqualTo(ms(100));
    });
  }

  // --- resume, and the end ---

  @Test
  void resume_clockGoesOnFromWhereItStood() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      advance(Duration.ofHours(1));
      Time.resume();
      long real = System.nanoTime();
      Time.sleep(ms(20)).await();

      assertThat(System.nanoTime() - real).as("it was slept").isGreaterThanOrEqualTo(ms(20).toNanos());
      assertThat(start.elapsed()).isBetween(Duration.ofHours(1).plusMillis(20), Duration.ofHours(1).plusMinutes(1));
    });
  }

  @Test
  void resume_byAnotherThread_endsTheStandstill() throws Exception {
    Paused.run(() -> {
      var handle = dev.kioto.runtime.Handle.current();
      var hold = new CountDownLatch(1);
      Task.spawnBlocking(() -> {
        hold.await(); // and so holds the clock
        return null;
      });
      var resumer = new Thread(() -> {
        try (var _ = handle.enter()) {
          Time.resume();
        }
      });
      resumer.start();
      Time.sleep(ms(20)).await();
      hold.countDown();
      resumer.join();
    });
  }

  @Test
  void shutdown_ofAPausedRuntime_waitsByRealTime() throws Exception {
    var ended = new AtomicReference<String>();
    var runtime = Runtime.builder().currentThread().enableAll().startPaused(true).build();
    runtime.blockOn(() -> {
      Task.spawn(() -> cleanUpSlowly(ended));
      Task.yieldNow().await();
    });

    assertThat(runtime.shutdownTimeout(Duration.ofSeconds(30))).isTrue();
    assertThat(ended).hasValue("cleaned up");
  }

  @Test
  void close_ofAPausedLocalRuntime_waitsByRealTime() {
    var ended = new AtomicReference<String>();
    try (var runtime = Runtime.builder().enableAll().startPaused(true).buildLocal()) {
      runtime.blockOn(() -> {
        Task.spawn(() -> cleanUpSlowly(ended));
        Task.yieldNow().await();
      });
    }

    assertThat(ended).hasValue("cleaned up");
  }

  private static void cleanUpSlowly(AtomicReference<String> ended) {
    try {
      Futures.pending().await();
    } finally {
      Time.sleep(ms(20)).await();
      ended.set("cleaned up");
    }
  }

  // --- what time it is ---

  @Test
  void instantSource_standsStillAndMovesWithTheClock() throws Exception {
    Paused.run(() -> {
      var source = Time.instantSource();
      var start = source.instant();
      Thread.sleep(2);
      assertThat(source.instant()).isEqualTo(start);
      Time.sleep(Duration.ofDays(3)).await();
      assertThat(source.withZone(ZoneOffset.UTC).instant()).isEqualTo(start.plus(Duration.ofDays(3)));
      assertThat(Duration.between(java.time.Instant.now(), start).abs()).isLessThan(Duration.ofMinutes(1));
    });
  }

  @Test
  void now_outsideOfAPausedRuntime_isTheSystems() throws Exception {
    Paused.run(() -> {
      advance(Duration.ofDays(3));
      var inside = Time.now();
      var outside = new AtomicReference<Moment>();
      var thread = new Thread(() -> outside.set(Time.now()));
      thread.start();
      thread.join();

      assertThat(inside.since(outside.get())).isGreaterThan(Duration.ofDays(2));
    });
  }

  @Test
  void moment_atTheEndsOfTime_staysInRange() {
    var now = Time.now();
    var last = now.plus(Duration.ofSeconds(Long.MAX_VALUE));
    var first = now.minus(Duration.ofSeconds(Long.MAX_VALUE));

    assertThat(last.plus(ms(1))).isEqualTo(last).isGreaterThan(now);
    assertThat(first.isBefore(now)).isTrue();
    assertThat(last.since(first)).isPositive();
    assertThat(first.since(last)).isZero();
    assertThat(now.plus(ms(5)).since(now)).isEqualTo(ms(5));
    assertThat(now.plus(ms(5)).plus(ms(-5))).isEqualTo(now);
  }
}
