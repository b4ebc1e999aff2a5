package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {

  @Test
  void pauses_doubleUpToTheLongest() {
    var backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5));

    assertThat(IntStream.range(0, 7).mapToObj(_ -> backoff.next().toMillis()))
        .containsExactly(500L, 1000L, 2000L, 4000L, 5000L, 5000L, 5000L);
  }

  @Test
  void reset_beginsAgain() {
    var backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5));
    backoff.next();
    backoff.next();
    backoff.reset();

    assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
  }
}
