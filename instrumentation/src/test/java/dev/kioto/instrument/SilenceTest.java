package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.instrument.endpoint.Limits;
import io.grpc.ConnectivityState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Connections that have nothing to say any more are closed, and those that are alive are not.
@Timeout(60)
final class SilenceTest {
  // Of the second there is no less in gRPC than 10 s, which is also how long it waits for those whom it told to go.
  private static final Limits SHORT = new Limits(8, 1000, 64 * 1024, 512 * 1024, 30, 20, 200, Duration.ofSeconds(10),
      Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMillis(500));
  private static final int SOON_MILLIS = 20_000;

  @Test
  void connections_thatAreSilent_areClosedAndOthersAreNot() throws IOException {
    try (var test = new TestConsole(builder -> builder.limits(SHORT));
        var idle = new RawClient(test.console.port()).greet();
        var dead = new RawClient(test.console.port()).greet();
        var polite = new Client(test.console.port())) {
      test.spawn(1);
      dead.call(1, "/rs.tokio.console.instrument.Instrument/WatchState").ask(1);
      var model = test.client().watch();
      var updates = test.client().watchByHand();
      await().until(() -> model.stats.containsKey(1L));
      polite.pause();
      polite.resume();

      // A client that answers goes when it is told to, and comes back with its next call.
      await().until(() -> polite.channel().getState(false) == ConnectivityState.IDLE);
      polite.pause();
      for (var silent : List.of(idle, dead)) {
        assertThat(silent.isClosedWithin(SOON_MILLIS)).isTrue();
      }

      test.probe.taskWoken(1, 0);
      await().until(() -> model.statsOf(1).getWakes() == 1);
      assertThat(model.error).isNull();
      assertThat(updates.error).as("one that does not read, and answers").isNull();
    }
  }
}
