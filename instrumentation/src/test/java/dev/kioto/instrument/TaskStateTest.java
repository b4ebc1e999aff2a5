package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskPhase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The state of a task is not on the wire: clients infer it from instants, and find the right one at each point of its life.
final class TaskStateTest {
  private final TestConsole test = new TestConsole();
  private final StrictModel model = test.client().watch();

  @AfterEach
  void close() {
    test.close();
    assertThat(model.violations).isEmpty();
  }

  private void awaitState(String state) {
    await().until(() -> model.stats.containsKey(1L) && model.stateOf(1).equals(state));
  }

  @Test
  void state_alongALife_isInferred() {
    long spawned = test.probe.taskSpawned(new FakeTask(1).phase(TaskPhase.UNKNOWN));
    awaitState("scheduled");
    test.probe.pollStarted(1, spawned, false);
    awaitState("running");
    test.probe.pollEnded(1, 1);
    awaitState("idle");
    long woken = test.probe.taskWoken(1, 0);
    awaitState("scheduled");
    test.probe.pollStarted(1, woken, false);
    awaitState("running");
    test.probe.pollEnded(1, 0);
    test.probe.taskEnded(1, TaskOutcome.COMPLETED);
    awaitState("completed");

    assertThat(model.statsOf(1).getPollStats().getPolls()).isEqualTo(2);
  }

  @Test
  void state_wokenWhileItIsPolled_isRunningAndThenScheduled() {
    long spawned = test.probe.taskSpawned(new FakeTask(1));
    test.probe.pollStarted(1, spawned, false);
    awaitState("running");
    test.probe.taskWoken(1, 1);
    await().until(() -> model.statsOf(1).getWakes() == 1);
    assertThat(model.stateOf(1)).isEqualTo("running");

    test.probe.pollEnded(1, 1);

    awaitState("scheduled");
    assertThat(model.statsOf(1).getSelfWakes()).isEqualTo(1);
  }

  @Test
  void state_endedUnpolled_isCompleted() {
    test.spawn(1);
    test.probe.taskEnded(1, TaskOutcome.CANCELLED);

    awaitState("completed");

    assertThat(model.statsOf(1).getPollStats().hasFirstPoll()).isFalse();
  }
}
