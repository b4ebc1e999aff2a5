package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.proto.tokio.instrument.State;
import dev.kioto.proto.tokio.instrument.Temporality;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PauseTest {
  private final TestConsole test = new TestConsole();
  private final Client one = test.client();
  private final Client other = test.client();

  @AfterEach
  void close() {
    test.close();
  }

  /// Waits until what was sent before the last call has arrived, and a few intervals more.
  private static void awaitMore(StrictModel live) {
    int seen = live.updates.size();
    await().until(() -> live.updates.size() > seen + 5);
  }

  @Test
  void pause_oneClient_stopsItsUpdatesAlone() {
    test.spawn(1);
    var paused = one.watch();
    var live = other.watch();
    await().until(() -> paused.stats.containsKey(1L) && live.stats.containsKey(1L));

    one.pause();
    awaitMore(live);
    int seen = paused.updates.size();
    test.probe.taskWoken(1, 0);
    await().until(() -> live.statsOf(1).getWakes() == 1);
    awaitMore(live);

    assertThat(paused.updates).hasSize(seen);
  }

  @Test
  void resume_afterChanges_bringsTheirLatestStateOnce() {
    test.spawn(1);
    var model = one.watch();
    var live = other.watch();
    await().until(() -> model.stats.containsKey(1L) && live.stats.containsKey(1L));
    one.pause();
    awaitMore(live);
    int seen = model.updates.size();
    for (int i = 0; i < 10; i++) {
      test.probe.taskWoken(1, 0);
    }
    test.spawn(2);

    one.resume();

    await().until(() -> model.stats.containsKey(2L) && model.statsOf(1).getWakes() == 10);
    var first = model.updates.get(seen).getTaskUpdate();
    assertThat(first.getStatsUpdateMap()).containsOnlyKeys(1L, 2L);
    assertThat(model.violations).isEmpty();
  }

  @Test
  void watchUpdates_openedWhilePaused_getsItsSnapshotAndNoMore() {
    test.spawn(1);
    var live = other.watch();
    one.pause();

    var model = one.watch();
    await().until(() -> model.stats.containsKey(1L));
    awaitMore(live);
    int seen = model.updates.size();
    test.spawn(2);
    await().until(() -> live.stats.containsKey(2L));
    awaitMore(live);

    assertThat(model.updates).hasSize(seen);
  }

  @Test
  void watchState_pauseAndResume_tellsEachChangeOnce() {
    var states = one.watchState();
    var others = other.watchState();
    await().until(() -> states.messages.size() == 1 && others.messages.size() == 1);

    one.pause();
    one.pause();
    one.resume();

    await().during(TestConsole.INTERVAL.multipliedBy(5)).atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(states.messages).extracting(State::getTemporality)
            .containsExactly(Temporality.LIVE, Temporality.PAUSED, Temporality.LIVE));
    assertThat(others.messages).hasSize(1);
  }

  @Test
  void pause_longInterval_isToldAtOnce() {
    try (var slow = new TestConsole(o -> o.publishInterval(Duration.ofHours(1)))) {
      var client = slow.client();
      var states = client.watchState();
      await().until(() -> states.messages.size() == 1);

      client.pause();

      await().until(() -> states.messages.size() == 2);
      assertThat(states.messages.get(1).getTemporality()).isEqualTo(Temporality.PAUSED);
    }
  }

  @Test
  void pause_taskDetails_areHeldBackToo() {
    test.spawn(1);
    var model = one.watch();
    var live = other.watch();
    await().until(() -> model.stats.containsKey(1L) && live.stats.containsKey(1L));
    var details = one.watchDetails(1);
    await().until(() -> details.messages.size() >= 2);

    one.pause();
    awaitMore(live);
    int seen = details.messages.size();
    awaitMore(live);

    assertThat(details.messages).hasSize(seen);
  }
}
