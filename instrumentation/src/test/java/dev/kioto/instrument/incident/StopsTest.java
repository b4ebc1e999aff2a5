package dev.kioto.instrument.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Instants in nanoseconds, some of them beyond the overflow of the clock.
final class StopsTest {
  private static final long MILLI = 1_000_000;

  private final Stops stops = new Stops();

  @Test
  void sleep_thatEndsInTime_isNoStop() {
    assertThat(stops.slept(0, 5 * MILLI, 5 * MILLI)).isFalse();
    assertThat(stops.slept(0, 6 * MILLI, 5 * MILLI)).isFalse();
    assertThat(stops.within(0, 100 * MILLI)).isZero();
  }

  @Test
  void sleep_thatIsTooLong_isAStopFromItsBeginning() {
    assertThat(stops.slept(0, 200 * MILLI, 5 * MILLI)).isTrue();
    assertThat(stops.within(150 * MILLI, 250 * MILLI)).isEqualTo(50 * MILLI);
    assertThat(stops.within(200 * MILLI, 250 * MILLI)).isZero();
  }

  @Test
  void look_thatIsLongWithoutAProcessor_isAStop() {
    stops.looked(0, 200 * MILLI, MILLI);
    assertThat(stops.within(0, 300 * MILLI)).isEqualTo(200 * MILLI);
  }

  @Test
  void look_thatIsMuchWork_isNone() {
    stops.looked(0, 20 * MILLI, 20 * MILLI);
    assertThat(stops.within(0, 300 * MILLI)).isZero();
  }

  @Test
  void stops_areAddedUp_alsoWhereTheClockOverflows() {
    long start = Long.MAX_VALUE - 10;
    stops.stoodStill(start, start + 20);
    stops.stoodStill(start + 30, start + 40);
    assertThat(stops.within(start - 5, start + 35)).isEqualTo(25);
  }

  @Test
  void ownCpu_ofAThreadThatWorks_grows() {
    long before = Stops.ownCpuNanos();
    while (Stops.ownCpuNanos() == before) {
      Thread.onSpinWait();
    }
    assertThat(Stops.ownCpuNanos()).isGreaterThan(before);
  }
}
