package dev.kioto.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LatenessTest {
  private static final int LATE = 30;

  private final List<Long> told = new ArrayList<>(); // in ticks
  private final Timers timers = new Timers(Clock.system(), (_, nanos) -> told.add(nanos / Clock.NANOS_PER_TICK));
  private long due;

  @BeforeEach
  void timerThatIsDue() {
    long now = timers.clock().now();
    assertThat(timers.register(timers.entry(now + 1000 * Clock.NANOS_PER_TICK), () -> {})).isTrue();
    due = Clock.tickFrom(now + 1000 * Clock.NANOS_PER_TICK);
  }

  @Test
  void timer_thatIsFiredInTime_isNotTold() {
    timers.fire(due);
    assertThat(told).isEmpty();
  }

  @Test
  void timer_thatNobodyLookedAt_isTold() {
    timers.fire(due + LATE);
    assertThat(told).containsExactly((long) LATE);
  }

  @Test
  void timer_thatWasDueBeforeTheSleep_isTold() {
    timers.fireAfterSleep(due + LATE, due + 1);
    assertThat(told).containsExactly((long) LATE);
  }

  @Test
  void timer_thatTheSleepWasFor_isNotToldThoughTheSleepWasTooLong() {
    timers.fireAfterSleep(due + LATE, due - 10);
    assertThat(told).isEmpty();
    assertThat(timers.isEmpty()).isTrue();
  }
}
