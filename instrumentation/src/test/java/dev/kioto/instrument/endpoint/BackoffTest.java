package dev.kioto.instrument.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(1));

  @Test
  void next_afterEachFailure_growsToTheLongest() {
    for (long millis = 500; millis < 30_000; millis *= 2) {
      assertThat(backoff.next()).isBetween(Duration.ofMillis(millis / 2), Duration.ofMillis(millis));
    }
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.next()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }
  }

  @Test
  void next_ofTwoPrograms_differs() {
    var other = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(2));

    assertThat(backoff.next()).isNotEqualTo(other.next());
  }

  @Test
  void reset_afterASuccess_beginsAnew() {
    for (int i = 0; i < 10; i++) {
      backoff.next();
    }
    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(500));
  }
}
