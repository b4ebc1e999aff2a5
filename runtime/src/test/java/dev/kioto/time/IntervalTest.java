package dev.kioto.time;

import static dev.kioto.time.Paused.advance;
import static dev.kioto.time.Paused.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.HandPolled;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class IntervalTest {

  /// Milliseconds after `start` of the ticks that are due now.
  private static List<Long> ticks(Interval interval, Moment start) {
    var ticks = new ArrayList<Long>();
    while (interval.pollTick(() -> () -> {}) instanceof Poll.Ready<Moment>(Moment tick)) {
      ticks.add(tick.since(start).toMillis());
    }
    return ticks;
  }

  @Test
  void interval_firstTick_isAtOnce() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var interval = Time.interval(ms(300));

      assertThat(interval.tick().await()).isEqualTo(start);
      assertThat(interval.tick().await()).isEqualTo(start.plus(ms(300)));
      assertThat(interval.tick().await()).isEqualTo(start.plus(ms(600)));
      assertThat(start.elapsed()).isEqualTo(ms(600));
      assertThat(interval.period()).isEqualTo(ms(300));
    });
  }

  @Test
  void intervalAt_aLaterStart_ticksFirstThen() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var interval = Time.intervalAt(start.plus(ms(50)), ms(10));

      assertThat(interval.tick().await()).isEqualTo(start.plus(ms(50)));
      assertThat(interval.tick().await()).isEqualTo(start.plus(ms(60)));
    });
  }

  @Test
  void intervalAt_aPassedStart_hasMissedTicks() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      advance(ms(25));

      assertThat(ticks(Time.intervalAt(start, ms(10)), start)).containsExactly(0L, 10L, 20L);
    });
  }

  @Test
  void tick_aBitLate_keepsTheRhythm() throws Exception {
    for (var behavior : MissedTickBehavior.values()) {
      Paused.run(() -> {
        var start = Time.now();
        var interval = Time.interval(ms(100));
        interval.setMissedTickBehavior(behavior);
        assertThat(ticks(interval, start)).containsExactly(0L);
        advance(ms(105));
        assertThat(ticks(interval, start)).containsExactly(100L);
        advance(ms(95));
        assertThat(ticks(interval, start)).as("%s", behavior).containsExactly(200L);
      });
    }
  }

  @Test
  void burst_missedTicks_comeAtOnce() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var interval = Time.interval(ms(100));
      assertThat(interval.missedTickBehavior()).isEqualTo(MissedTickBehavior.BURST);
      assertThat(ticks(interval, start)).containsExactly(0L);
      advance(ms(350));
      assertThat(ticks(interval, start)).containsExactly(100L, 200L, 300L);
      advance(ms(50));
      assertThat(ticks(interval, start)).containsExactly(400L);
    });
  }

  @Test
  void delay_missedTicks_startAnewFromTheLateOne() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var interval = Time.interval(ms(100));
      interval.setMissedTickBehavior(MissedTickBehavior.DELAY);
      assertThat(ticks(interval, start)).containsExactly(0L);
      advance(ms(350));
      assertThat(ticks(interval, start)).containsExactly(100L);
      advance(ms(99));
      assertThat(ticks(interval, start)).isEmpty();
      advance(ms(1));
      assertThat(ticks(interval, start)).containsExactly(450L);
      advance(ms(100));
      assertThat(ticks(interval, start)).containsExactly(550L);
    });
  }

  @Test
  void skip_missedTicks_areLeftOut() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var interval = Time.interval(ms(100));
      interval.setMissedTickBehavior(MissedTickBehavior.SKIP);
      assertThat(ticks(interval, start)).containsExactly(0L);
      advance(ms(350));
      assertThat(ticks(interval, start)).containsExactly(100L);
      advance(ms(50));
      assertThat(ticks(interval, start)).containsExactly(400L);
      advance(ms(200));
      assertThat(ticks(interval, start)).as("500 was missed").containsExactly(500L);
      advance(ms(100));
      assertThat(ticks(interval, start)).containsExactly(700L);
    });
  }

  // --- reset ---

  @Test
  void reset_nextTickIsAPeriodFromNow() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var interval = Time.interval(ms(100));
      assertThat(ticks(interval, start)).containsExactly(0L);
      advance(ms(60));
      interval.reset();
      advance(ms(99));
      assertThat(ticks(interval, start)).isEmpty();
      advance(ms(1));
      assertThat(ticks(interval, start)).containsExactly(160L);
      advance(ms(100));
      assertThat(ticks(interval, start)).containsExactly(260L);
    });
  }

  @Test
  void resetImmediately_nextTickIsNow() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var interval = Time.interval(ms(100));
      assertThat(ticks(interval, start)).containsExactly(0L);
      advance(ms(60));
      interval.resetImmediately();
      assertThat(ticks(interval, start)).containsExactly(60L);
      advance(ms(100));
      assertThat(ticks(interval, start)).containsExactly(160L);
    });
  }

  @Test
  void resetAfterAndAt_nextTickIsThen() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var interval = Time.interval(ms(100));
      assertThat(ticks(interval, start)).containsExactly(0L);
      interval.resetAfter(ms(20));
      advance(ms(20));
      assertThat(ticks(interval, start)).containsExactly(20L);
      interval.resetAt(start.plus(ms(500)));
      advance(ms(479));
      assertThat(ticks(interval, start)).isEmpty();
      advance(ms(1));
      assertThat(ticks(interval, start)).containsExactly(500L);
      interval.resetAfter(ms(-1));
      assertThat(ticks(interval, start)).containsExactly(500L);
    });
  }

  @Test
  void reset_whileATickIsAwaited_movesItsWake() throws Exception {
    Paused.run(() -> {
      var interval = Time.intervalAt(Time.now().plus(ms(100)), ms(100));
      var tick = HandPolled.of(interval.tick());
      assertThat(tick.isReady()).isFalse();
      interval.resetAfter(ms(10));
      advance(ms(10));

      assertThat(tick.wakes()).isEqualTo(1);
      assertThat(tick.isReady()).isTrue();
    });
  }

  // --- cancellation, wakers, bad input ---

  @Test
  void tick_dropped_isTakenByTheNext() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var interval = Time.intervalAt(start.plus(ms(100)), ms(100));
      var first = HandPolled.of(interval.tick());
      assertThat(first.isReady()).isFalse();
      first.drop();
      advance(ms(100));
      assertThat(first.wakes()).isZero();

      assertThat(interval.tick().await()).isEqualTo(start.plus(ms(100)));
    });
  }

  @Test
  void pollTick_thatWasReady_wakesNobodyLater() throws Exception {
    Paused.run(() -> {
      var interval = Time.interval(ms(10));
      var wakes = new AtomicInteger();
      Waker waker = wakes::incrementAndGet;
      assertThat(interval.pollTick(() -> waker).isReady()).isTrue();
      advance(ms(50));

      assertThat(wakes).hasValue(0);
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -1_000_000_000})
  void interval_noPeriod_isRefused(long nanos) {
    var period = Duration.ofNanos(nanos);

    assertThatThrownBy(() -> Time.interval(period)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(period.toString());
    assertThatThrownBy(() -> Time.intervalAt(Time.now(), period)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void interval_ofTheLongestPeriod_ticksOnce() throws Exception {
    Paused.run(() -> {
      var start = Time.now();

      assertThat(ticks(Time.interval(Duration.ofSeconds(Long.MAX_VALUE)), start)).containsExactly(0L);
      assertThat(
          ticks(Time.intervalAt(start.minus(Duration.ofSeconds(Long.MAX_VALUE)), Duration.ofDays(400_000)), start))
          .isNotEmpty();
    });
  }

  @ParameterizedTest
  @EnumSource(Setup.class)
  void interval_onARealClock_ticksInItsRhythm(Setup setup) {
    try (Runtime runtime = setup.start()) {
      var late = runtime.spawn(() -> {
        var interval = Time.interval(ms(2));
        var first = interval.tick().await();
        for (int i = 1; i <= 20; i++) {
          var tick = interval.tick().await();
          assertThat(tick).isEqualTo(first.plus(ms(2L * i)));
          assertThat(Time.now().isBefore(tick)).as("early").isFalse();
        }
        return first.elapsed();
      }).await();

      assertThat(late).isGreaterThanOrEqualTo(ms(40));
    }
  }
}
