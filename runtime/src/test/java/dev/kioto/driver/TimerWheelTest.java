package dev.kioto.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimerWheelTest {
  private final TimerWheel wheel = new TimerWheel(0);
  private final Timers timers = new Timers(Clock.system());

  private TimerEntry insert(long tick) {
    var entry = new TimerEntry(timers, tick);
    assertThat(wheel.insert(entry)).as("tick %d is ahead", tick).isTrue();
    return entry;
  }

  private List<Long> expire(long now) {
    var ticks = new ArrayList<Long>();
    TimerEntry entry;
    while ((entry = wheel.pollExpired(now)) != null) {
      ticks.add(entry.tick);
    }
    return ticks;
  }

  @Test
  void insert_passedTick_isRefused() {
    expire(100);

    assertThat(wheel.insert(new TimerEntry(timers, 100))).isFalse();
    assertThat(wheel.insert(new TimerEntry(timers, 101))).isTrue();
  }

  @Test
  void pollExpired_twoDeadlinesOfOneHigherSlot_firesTheEarlierAlone() {
    insert(100);
    insert(70);

    assertThat(expire(80)).containsExactly(70L);
    assertThat(expire(99)).isEmpty();
    assertThat(expire(100)).containsExactly(100L);
    assertThat(wheel.isEmpty()).isTrue();
  }

  @Test
  void skipTo_emptyWheel_placesByTheNewTime() {
    wheel.skipTo(1_000_000);
    insert(1_000_005);

    assertThat(wheel.nextTick()).isEqualTo(1_000_005);
    assertThat(wheel.insert(new TimerEntry(timers, 1_000_000))).isFalse();
  }

  @Test
  void remove_entryOfAnyLevel_neverFires() {
    var entries = new ArrayList<TimerEntry>();
    for (long tick = 1; tick < TimerWheel.MAX_TICKS_AHEAD * 64; tick *= 7) {
      entries.add(insert(tick));
    }
    entries.forEach(wheel::remove);
    entries.forEach(wheel::remove); // harmless

    assertThat(wheel.nextTick()).isEqualTo(TimerWheel.NO_DEADLINE);
    assertThat(expire(TimerWheel.MAX_TICKS_AHEAD * 64)).isEmpty();
  }

  @Test
  void nextTick_farDeadline_isNeverAfterIt() {
    insert(5_000_000);
    long now = 0;
    int wakeups = 0;
    while (expire(now).isEmpty()) {
      long next = wheel.nextTick();
      assertThat(next).isGreaterThan(now).isLessThanOrEqualTo(5_000_000);
      now = next;
      wakeups++;
    }

    assertThat(now).isEqualTo(5_000_000);
    assertThat(wakeups).as("one a level at most").isLessThanOrEqualTo(6);
  }

  /// Against a list that is sorted: random deadlines near and far, removals, and steps of the clock of all sizes.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void wheel_randomUse_firesWhatASortedListWould(long seed) {
    var random = new Random(seed);
    var expected = new ArrayList<TimerEntry>();
    long now = 0;
    for (int step = 0; step < 4_000; step++) {
      int dice = random.nextInt(10);
      if (dice < 6) {
        expected.add(insert(now + 1 + (random.nextLong() >>> (24 + random.nextInt(38))))); // also beyond the wheel's range
      } else if (dice < 7 && !expected.isEmpty()) {
        wheel.remove(expected.remove(random.nextInt(expected.size())));
      } else {
        now += random.nextLong() >>> (30 + random.nextInt(33));
        long until = now;
        var due = expected.stream().filter(e -> e.tick <= until).map(e -> e.tick).sorted().toList();
        assertThat(expire(now)).as("seed %d, step %d, now %d", seed, step, now).isSorted().isEqualTo(due);
        expected.removeIf(e -> e.tick <= until);
      }
      assertThat(wheel.size()).isEqualTo(expected.size());
      long first = expected.stream().map(e -> e.tick).min(Comparator.naturalOrder()).orElse(TimerWheel.NO_DEADLINE);
      assertThat(wheel.nextTick()).isLessThanOrEqualTo(first);
    }
  }
}
