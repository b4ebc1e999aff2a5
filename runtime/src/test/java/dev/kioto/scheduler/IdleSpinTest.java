package dev.kioto.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class IdleSpinTest {
  private static final Duration MAX = Duration.ofNanos(50_000);

  private static void spinInVain(IdleSpin spin) {
    while (spin.goesOn()) {
      Thread.onSpinWait();
    }
  }

  private static int spinsInVain(IdleSpin spin, int parks) {
    int spins = 0;
    for (int i = 0; i < parks; i++) {
      if (spin.starts()) {
        spins++;
        spinInVain(spin);
      }
    }
    return spins;
  }

  @Test
  void spin_ofNoLength_neverStarts() {
    assertThat(spinsInVain(new IdleSpin(Duration.ZERO), 1_000)).isZero();
  }

  @Test
  void spins_inVain_becomeRare() {
    var spin = new IdleSpin(MAX);
    assertThat(spinsInVain(spin, 10)).as("50, 25, 12, 6, 3 microseconds, then no more").isEqualTo(5);
    assertThat(spinsInVain(spin, 3_200)).as("a series of five each 32 parks or so").isBetween(100, 600);
  }

  @Test
  void spin_thatFindsATask_startsTheNextTimeToo() {
    var spin = new IdleSpin(MAX);
    spinsInVain(spin, 4);
    assertThat(spin.starts()).isTrue();
    spin.found();
    assertThat(spinsInVain(spin, 5)).isEqualTo(5);
  }

  @Test
  void looks_areEverywhereNowAndThen() {
    var spin = new IdleSpin(Duration.ofSeconds(10));
    assertThat(spin.starts()).isTrue();
    int everywhere = 0;
    for (int i = 0; i < 80; i++) {
      assertThat(spin.goesOn()).isTrue();
      everywhere += spin.looksEverywhere() ? 1 : 0;
    }
    assertThat(everywhere).isEqualTo(10);
  }
}
