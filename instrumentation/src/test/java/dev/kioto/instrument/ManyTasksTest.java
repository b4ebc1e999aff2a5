package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.probe.TaskOutcome;
import dev.kioto.proto.tokio.instrument.Update;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Snapshots of any size, clients that do not read, and losses told to each client.
final class ManyTasksTest {
  // Its tasks take some 12 MiB on the wire.
  private static final int TASKS = 40_000;
  private static final String LONG_NAME = "n".repeat(200);

  private static void spawnMany(TestConsole test) {
    for (int id = 1; id <= TASKS; id++) {
      test.probe.taskSpawned(new FakeTask(id).name(LONG_NAME));
    }
  }

  @Test
  void snapshot_largerThanAnyMessage_comesInPartsThatStandAlone() {
    try (var test = new TestConsole(o -> o.ringCapacity(1 << 16))) {
      spawnMany(test);

      var model = test.client().watch();

      await().until(() -> model.stats.size() == TASKS || model.error != null);
      assertThat(model.error).isNull();
      assertThat(model.violations).isEmpty();
      assertThat(model.dropped).hasValue(0);
      assertThat(model.updates).filteredOn(Update::hasNewMetadata).hasSize(1);
      assertThat(model.updates.stream().mapToInt(Update::getSerializedSize).max().orElse(0))
          .isLessThan(StrictModel.MAX_MESSAGE_BYTES / 2);
    }
  }

  @Test
  void slowClient_readsAgain_getsTheLatestInsteadOfAQueue() {
    try (var test = new TestConsole(o -> o.ringCapacity(1 << 16))) {
      spawnMany(test);
      var fast = test.client().watch();
      var slow = test.client().watchByHand();
      slow.request(1);
      await().until(() -> fast.stats.size() == TASKS);

      // Each round changes every task and is published to the fast client.
      for (int round = 1; round <= 10; round++) {
        for (int id = 1; id <= TASKS; id++) {
          test.probe.taskWoken(id, 0);
        }
        int wakes = round;
        await().until(() -> allWoken(fast, wakes));
      }
      assertThat(fast.dropped).hasValue(0);
      slow.request(Integer.MAX_VALUE);

      var model = new StrictModel();
      await().atMost(Duration.ofSeconds(20)).until(() -> {
        for (int i = model.updates.size(); i < slow.messages.size(); i++) {
          model.onNext(slow.messages.get(i));
        }
        return model.stats.size() == TASKS && model.stats.values().stream().allMatch(s -> s.getWakes() == 10);
      });
      assertThat(model.violations).isEmpty();
      // Its snapshot once, and what had been sent before it was seen to be slow; not ten rounds.
      long sent = model.updates.stream().mapToLong(u -> u.getTaskUpdate().getStatsUpdateCount()).sum();
      assertThat(sent).isLessThan(3L * TASKS);
    }
  }

  private static boolean allWoken(StrictModel model, int wakes) {
    return model.stats.size() == TASKS && model.stats.values().stream().allMatch(s -> s.getWakes() == wakes);
  }

  @Test
  void slowClient_tasksForgottenMeanwhile_hearsOfTheirEnds() {
    try (var test = new TestConsole(o -> o.retention(Duration.ZERO))) {
      for (int id = 1; id <= 1000; id++) {
        test.probe.taskSpawned(new FakeTask(id).name(LONG_NAME));
      }
      var client = test.client();
      var model = client.watch();
      await().until(() -> model.stats.size() == 1000);
      client.pause();
      for (int id = 1; id <= 1000; id++) {
        test.probe.taskEnded(id, TaskOutcome.COMPLETED);
      }
      var late = test.client().watch();
      await().until(() -> late.updates.size() > 3);
      await().until(() -> {
        try (var another = new Client(test.console.port())) {
          var now = another.watch();
          await().until(() -> !now.updates.isEmpty());
          return now.tasks.isEmpty();
        }
      });

      client.resume();

      await().until(() -> model.stats.values().stream().allMatch(s -> s.hasDroppedAt()));
      assertThat(model.violations).isEmpty();
    }
  }

  @Test
  void losses_twoClients_areToldToEach() {
    try (var test = new TestConsole(o -> o.ringCapacity(4))) {
      var one = test.client().watch();
      await().until(() -> !one.updates.isEmpty());
      test.spawn(1);
      for (int i = 0; i < 100_000; i++) {
        test.probe.taskWoken(1, 0);
      }
      await().until(() -> one.dropped.get() > 0 && one.dropped.get() + one.statsOf(1).getWakes() == 100_000);

      var other = test.client().watch();

      await().until(() -> !other.updates.isEmpty());
      assertThat(other.dropped.get() + other.statsOf(1).getWakes()).isEqualTo(100_000);
      assertThat(one.dropped.get() + one.statsOf(1).getWakes()).isEqualTo(100_000);
    }
  }
}
