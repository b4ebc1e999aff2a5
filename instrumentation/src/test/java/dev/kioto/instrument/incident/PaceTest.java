package dev.kioto.instrument.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.probe.WorkBell;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private static final long PERIOD = 5_000_000;

  private final WorkBell bell = new WorkBell();
  private final Thread watch = new Thread(() -> {});
  private final Pace pace = new Pace(bell, watch, PERIOD);

  private void idleLooks(int looks) {
    for (int i = 0; i < looks; i++) {
      pace.pauseAfter(false, false, 7);
    }
  }

  @Test
  void pause_whileSomethingIsPolled_isThePeriod() {
    assertThat(pace.pauseAfter(true, false, 7)).isEqualTo(PERIOD);
    assertThat(pace.pauseAfter(true, false, 7)).isEqualTo(PERIOD);
    assertThat(bell.hasListener(watch)).isFalse();
  }

  @Test
  void rest_comesAfterALookAtWhichTheBellWasListenedToAlready() {
    assertThat(pace.pauseAfter(false, false, 7)).as("nothing is known of the time before").isEqualTo(2 * PERIOD);
    assertThat(bell.hasListener(watch)).isFalse();
    assertThat(pace.pauseAfter(false, false, 7)).as("listens, and looks once more").isEqualTo(2 * PERIOD);
    assertThat(bell.hasListener(watch)).isTrue();
    assertThat(pace.wasBlind()).isFalse();
    assertThat(pace.pauseAfter(false, false, 7)).isEqualTo(Pace.DOZE_NANOS);
    assertThat(pace.wasBlind()).isTrue();
    assertThat(pace.pauseAfter(false, false, 7)).as("a doze later").isEqualTo(Pace.DOZE_NANOS);
    assertThat(bell.ring()).isEqualTo(1);
  }

  @Test
  void ring_beforeTheRest_putsItOff() {
    idleLooks(2);
    bell.ring();

    assertThat(pace.wasBlind()).isTrue();
    assertThat(pace.pauseAfter(false, false, 7)).isEqualTo(2 * PERIOD);
    assertThat(bell.hasListener(watch)).as("begins anew").isTrue();
    assertThat(pace.pauseAfter(false, false, 7)).isEqualTo(Pace.DOZE_NANOS);
  }

  @Test
  void ring_inARest_endsIt() {
    idleLooks(3);
    bell.ring();

    assertThat(pace.pauseAfter(true, false, 7)).isEqualTo(PERIOD);
    assertThat(pace.wasBlind()).isFalse();
  }

  @Test
  void pollThatBeganAndEndedBetweenTwoLooks_putsTheRestOff() {
    idleLooks(2);

    assertThat(pace.pauseAfter(false, false, 8)).isEqualTo(2 * PERIOD);
    assertThat(pace.pauseAfter(false, false, 8)).isEqualTo(2 * PERIOD);
    assertThat(pace.pauseAfter(false, false, 8)).isEqualTo(Pace.DOZE_NANOS);
  }

  @Test
  void whatIsFollowed_keepsItUp() {
    idleLooks(2);

    for (int i = 0; i < 5; i++) {
      assertThat(pace.pauseAfter(false, true, 7)).isEqualTo(2 * PERIOD);
    }
  }

  @Test
  void up_afterARest_looksTwiceAgain() {
    idleLooks(3);
    pace.up();

    assertThat(pace.wasBlind()).isFalse();
    assertThat(pace.pauseAfter(false, false, 7)).isEqualTo(2 * PERIOD);
  }
}
