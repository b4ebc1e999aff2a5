package dev.kioto.time;

import static dev.kioto.time.Paused.advance;
import static dev.kioto.time.Paused.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.CancelledException;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Waker;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SleepTest {
  private static final Duration YEAR = Duration.ofDays(365);

  @ParameterizedTest
  @ValueSource(longs = {-1_000_000, -1, 0})
  void sleep_ofNothing_isReadyAtOnce(long nanos) throws Exception {
    Paused.run(() -> {
      var start = Time.now();

      assertThat(HandPolled.of(Time.sleep(Duration.ofNanos(nanos))).isReady()).isTrue();
      assertThat(start.elapsed()).isZero();
    });
  }

  @Test
  void sleepUntil_passedMoment_isReadyAtOnce() throws Exception {
    Paused.run(() -> {
      var past = Time.now().minus(Duration.ofHours(1));

      assertThat(HandPolled.of(Time.sleepUntil(past)).isReady()).isTrue();
    });
  }

  @Test
  void sleep_polledFirstAfterItsDeadline_isReadyAtOnce() throws Exception {
    Paused.run(() -> {
      var sleep = HandPolled.of(Time.sleep(ms(10)));
      advance(ms(10));

      assertThat(sleep.isReady()).isTrue();
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 10, 60, 63, 64, 65, 4_095, 4_096, 10_000_000})
  void sleep_ofWholeMilliseconds_endsExactlyThen(long millis) throws Exception {
    Paused.run(() -> {
      Time.sleep(ms(5)).await(); // off the start of every slot
      var start = Time.now();
      Time.sleep(ms(millis)).await();

      assertThat(start.elapsed()).isEqualTo(ms(millis));
    });
  }

  @Test
  void sleep_partOfAMillisecond_isRoundedUp() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      Time.sleep(Duration.ofNanos(1_000_001)).await();

      assertThat(start.elapsed()).isEqualTo(ms(2));
    });
  }

  @ParameterizedTest
  @EnumSource(Setup.class)
  void sleep_onARealClock_isNeverEarly(Setup setup) {
    try (var runtime = setup.start()) {
      var random = new Random(7);
      var handles = new ArrayList<dev.kioto.task.JoinHandle<Long>>();
      for (int i = 0; i < 200; i++) {
        var duration = Duration.ofNanos(random.nextInt(20_000_000));
        handles.add(runtime.spawn(() -> {
          long start = System.nanoTime();
          Time.sleep(duration).await();
          return System.nanoTime() - start - duration.toNanos();
        }));
      }
      assertThat(handles).allSatisfy(handle -> assertThat(handle.await()).isNotNegative());
    }
  }

  @Test
  void sleep_ofTheLongestDuration_takesThirtyYears() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      Time.sleep(Duration.ofSeconds(Long.MAX_VALUE)).await();

      assertThat(start.elapsed()).isEqualTo(YEAR.multipliedBy(30));
    });
  }

  @Test
  void sleep_forYears_isReadyAndHoldsUpNoOther() throws Exception {
    Paused.run(() -> {
      var far = Task.spawn(Time.sleep(YEAR.multipliedBy(20)));
      advance(ms((1L << 30) - 1));
      var first = HandPolled.of(Time.sleep(ms(10)));
      var second = HandPolled.of(Time.sleep(ms(20)));
      assertThat(first.isReady()).isFalse();
      assertThat(second.isReady()).isFalse();

      advance(ms(10));
      assertThat(first.isReady()).isTrue();
      assertThat(second.isReady()).isFalse();
      second.drop();
      for (int i = 0; i < 5; i++) {
        Time.sleep(YEAR.multipliedBy(3)).await();
      }
      assertThat(far.isFinished()).isFalse();
      far.await();
    });
  }

  @Test
  void sleep_polledAgain_wakesTheNewestWakerAlone() throws Exception {
    Paused.run(() -> {
      var sleep = Time.sleep(ms(10));
      var wakes = new ArrayList<String>();
      Waker first = () -> wakes.add("first");
      Waker second = () -> wakes.add("second");
      assertThat(sleep.poll(() -> first).isReady()).isFalse();
      assertThat(sleep.poll(() -> second).isReady()).isFalse();
      advance(ms(10));

      assertThat(wakes).containsExactly("second");
    });
  }

  @Test
  void sleep_dropped_wakesNobody() throws Exception {
    Paused.run(() -> {
      var sleep = HandPolled.of(Time.sleep(ms(10)));
      assertThat(sleep.isReady()).isFalse();
      sleep.drop();
      advance(ms(20));

      assertThat(sleep.wakes()).isZero();
    });
  }

  @Test
  void waker_thatDropsOtherSleeps_isNoTrouble() throws Exception {
    Paused.run(() -> {
      List<Sleep> sleeps = new ArrayList<>();
      Waker waker = () -> {
        sleeps.forEach(Sleep::drop);
        sleeps.clear();
      };
      for (int i = 0; i < 100; i++) {
        var sleep = Time.sleep(ms(10));
        assertThat(sleep.poll(() -> waker).isReady()).isFalse();
        sleeps.add(sleep);
      }
      Time.sleep(ms(11)).await();

      assertThat(sleeps).isEmpty();
    });
  }

  // --- reset ---

  @ParameterizedTest
  @ValueSource(longs = {20, 80, 100, 101, 200, 5_000, 300_000})
  void reset_ofOneThatWaits_movesTheWake(long millis) throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var sleep = Time.sleep(ms(100));
      var polled = HandPolled.of(sleep);
      assertThat(polled.isReady()).isFalse();
      advance(ms(10));
      sleep.reset(start.plus(ms(millis)));
      assertThat(sleep.deadline()).isEqualTo(start.plus(ms(millis)));

      advance(ms(millis - 11));
      assertThat(polled.wakes()).isZero();
      assertThat(polled.isReady()).isFalse();
      advance(ms(1));
      assertThat(polled.wakes()).isEqualTo(1);
      assertThat(polled.isReady()).isTrue();
    });
  }

  @Test
  void reset_toThePast_wakesAtOnce() throws Exception {
    Paused.run(() -> {
      var sleep = Time.sleep(ms(100));
      var polled = HandPolled.of(sleep);
      assertThat(polled.isReady()).isFalse();
      advance(ms(50));
      sleep.reset(Time.now().minus(ms(10)));

      assertThat(polled.wakes()).isEqualTo(1);
      assertThat(polled.isReady()).isTrue();
    });
  }

  @Test
  void reset_timeAndAgain_endsAtTheLast() throws Exception {
    Paused.run(() -> {
      var random = new Random(3);
      for (int round = 0; round < 200; round++) {
        var start = Time.now();
        var sleep = Time.sleep(ms(1 + random.nextInt(5_000)));
        var polled = HandPolled.of(sleep);
        assertThat(polled.isReady()).isFalse();
        long last = 0;
        for (int i = 0; i < 10; i++) {
          last = 1L + random.nextInt(1 << random.nextInt(1, 24));
          sleep.reset(Time.now().plus(ms(last)));
        }
        sleep.await();
        assertThat(start.elapsed()).isEqualTo(ms(last));
      }
    });
  }

  @Test
  void reset_afterItWasReady_makesItWaitAgain() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var sleep = Time.sleep(ms(100));
      sleep.await();
      sleep.reset(start.plus(ms(110)));
      assertThat(sleep.isElapsed()).isFalse();
      sleep.await();

      assertThat(start.elapsed()).isEqualTo(ms(110));
    });
  }

  @Test
  void reset_beforeTheFirstPoll_counts() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var sleep = Time.sleep(ms(100));
      sleep.reset(start.plus(ms(30)));
      sleep.await();

      assertThat(start.elapsed()).isEqualTo(ms(30));
    });
  }

  @Test
  void reset_amongOthersOfTheSlot_leavesThemAlone() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var a = Time.sleep(ms(5));
      var b = Time.sleep(ms(5));
      var c = Time.sleep(ms(10));
      for (var sleep : List.of(a, b, c)) {
        assertThat(HandPolled.of(sleep).isReady()).isFalse();
      }
      b.reset(start.plus(ms(10)));
      a.await();
      assertThat(start.elapsed()).isEqualTo(ms(5));
      b.drop();
      c.await();
      assertThat(start.elapsed()).isEqualTo(ms(10));
    });
  }

  // --- what it says ---

  @Test
  void isElapsedAndRemaining_goByTheRuntimesClock() throws Exception {
    Paused.run(() -> {
      var sleep = Time.sleep(ms(10));
      assertThat(HandPolled.of(sleep).isReady()).isFalse();
      assertThat(sleep.isElapsed()).isFalse();
      assertThat(sleep.remaining()).isEqualTo(ms(10));
      advance(ms(4));
      assertThat(sleep.remaining()).isEqualTo(ms(6));
      advance(ms(7));
      assertThat(sleep.isElapsed()).isTrue();
      assertThat(sleep.remaining()).isZero();
    });
  }

  @Test
  void sleep_polledOutsideOfARuntime_isRefused() {
    var sleep = HandPolled.of(Time.sleep(ms(1)));

    assertThatThrownBy(sleep::poll).isInstanceOf(IllegalStateException.class).hasMessageContaining("no runtime");
  }

  @Test
  void sleep_withoutTimers_namesTheOption() {
    try (var runtime = Runtime.builder().currentThread().build()) {
      assertThatThrownBy(() -> runtime.blockOn(Time.sleep(ms(1)))).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("enableTime()");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // which code that is not checked can do
  void sleep_ofNull_isRefused() {
    assertThatThrownBy(() -> Time.sleep(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Time.sleepUntil(null)).isInstanceOf(NullPointerException.class);
  }

  // --- whose timer ---

  @Test
  void reset_insideAnotherRuntime_staysInItsOwn() throws Exception {
    var sleep = Time.sleep(Duration.ofHours(1));
    var polled = HandPolled.of(sleep);
    try (var other = Runtime.builder().workerThreads(1).enableTime().build()) {
      try (var own = Runtime.builder().workerThreads(1).enableTime().build()) {
        own.blockOn(() -> assertThat(polled.isReady()).isFalse());
        other.blockOn(() -> sleep.reset(Time.now().plus(Duration.ofHours(2))));
        assertThat(polled.wakes()).isZero();
      }
      assertThat(polled.wakes()).as("its runtime has shut down").isEqualTo(1);
      other.blockOn(() -> assertThatThrownBy(polled::poll).isInstanceOf(CancelledException.class));
    }
  }
}
