package dev.kioto.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Runtimes with random settings, under random loads, shut down at random moments: each task ends once, each future is over
/// once, whoever joined returns, no thread is left, and the counts agree.
///
/// The properties `kioto.random.seconds` and `kioto.random.seed` choose how long and from where; see `docs/testing.md`. A
/// failure names the seed of its round, which draws the same settings and the same code again, if not the same interleaving.
final class RandomSettingsTest {

  @Test
  void runtime_randomSettingsAndLoad_losesNothingAndEnds() throws InterruptedException {
    long seed = Long.getLong("kioto.random.seed", System.nanoTime());
    long length = TimeUnit.SECONDS.toNanos(Long.getLong("kioto.random.seconds", 8));
    long start = System.nanoTime();
    while (System.nanoTime() - start < length) {
      var round = new RandomRound(seed++);
      assertThat(round.play()).as("-Dkioto.random.%s", round).isEmpty();
    }
  }
}
