package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.probe.TaskKind;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a program does is known, and a client of the tokio-console protocol is told the same numbers.
@Timeout(60)
final class ExactCountsTest {
  private final TestConsole test = new TestConsole(o -> o.ringCapacity(1 << 17));

  @AfterEach
  void close() {
    test.close();
  }

  private static void check(Known known, StrictModel model, SoftAssertions all) {
    var stats = model.statsOf(known.id);
    var polls = stats.getPollStats();
    all.assertThat(polls.getPolls()).as("polls of %s", known).isEqualTo(known.polls.get());
    all.assertThat(stats.getWakes()).as("wakes of %s", known).isEqualTo(known.wakes.get());
    all.assertThat(stats.getSelfWakes()).as("self-wakes of %s", known).isEqualTo(known.selfWakes.get());
    if (known.kind != TaskKind.DIRECT) { // a direct task hands out one in each poll
      all.assertThat(stats.getWakerClones()).as("wakers of %s", known).isEqualTo(known.wakers.get());
    }
    all.assertThat(stats.getWakerDrops()).as("wakers of %s that are gone", known).isEqualTo(stats.getWakerClones());
    all.assertThat(model.taskOf(known.id).getParentsList()).as("parents of %s", known).extracting(p -> p.getId())
        .isEqualTo(known.parent == 0 ? List.of() : List.of(known.parent));
    all.assertThat(model.field(known.id, "kind")).isEqualTo(switch (known.kind) {
      case FUTURE -> "task";
      case DIRECT -> "direct";
      case BLOCKING -> "blocking";
      case BLOCK_ON -> "block_on";
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void randomProgram_onSeveralRuntimes_isToldAsItWas(long seed) throws InterruptedException {
    var model = test.client().watch();
    List<Known> tasks;
    try (var multi = Runtime.builder().enableAll().probe(test.console.probe()).workerThreads(3).build();
        var single = Runtime.builder().enableAll().probe(test.console.probe()).workerThreads(1).build();
        var current = Runtime.builder().enableAll().probe(test.console.probe()).currentThread().build()) {
      tasks = new KnownProgram(List.of(multi, single, current), 300).run(new SplittableRandom(seed));
    }

    await().until(() -> tasks.stream()
        .allMatch(task -> model.stats.containsKey(task.id) && model.statsOf(task.id).hasDroppedAt()));
    var all = new SoftAssertions();
    tasks.forEach(task -> check(task, model, all));
    all.assertAll();
    assertThat(model.tasks).hasSize(tasks.size());
    assertThat(model.dropped).hasValue(0);
    assertThat(model.violations).isEmpty();
  }

  @Test
  void abort_ofAnIdleTask_isAWakeAndThePollInWhichItEnds() {
    var model = test.client().watch();
    try (var runtime = Runtime.builder().enableAll().probe(test.console.probe()).workerThreads(1).build()) {
      JoinHandle<@Nullable Void> never = runtime.spawn((Future<@Nullable Void>) cx -> {
        cx.waker();
        return Poll.pending();
      });
      await().until(() -> model.stats.containsKey(never.id())
          && model.statsOf(never.id()).getPollStats().hasLastPollEnded());
      assertThat(model.statsOf(never.id()).getWakerClones()).isEqualTo(1);
      assertThat(model.statsOf(never.id()).getWakerDrops()).isZero();

      never.abort();

      await().until(() -> model.statsOf(never.id()).hasDroppedAt());
      assertThat(model.statsOf(never.id()).getPollStats().getPolls()).isEqualTo(2);
      assertThat(model.statsOf(never.id()).getWakes()).isEqualTo(1);
      assertThat(model.statsOf(never.id()).getSelfWakes()).isZero();
      assertThat(model.statsOf(never.id()).getWakerDrops()).isEqualTo(1);
    }
  }

  @Test
  void shutdown_ofTasksThatLive_isThePollInWhichTheyEnd() {
    var model = test.client().watch();
    var polls = new AtomicLong();
    JoinHandle<@Nullable Void> polled;
    JoinHandle<Integer> unpolled;
    try (var runtime = Runtime.builder().enableAll().probe(test.console.probe()).currentThread().build()) {
      polled = runtime.spawn((Future<@Nullable Void>) _ -> {
        polls.incrementAndGet();
        return Poll.pending();
      });
      runtime.blockOn(Task.yieldNow());
      unpolled = runtime.spawn((Future<Integer>) _ -> Poll.ready(1));
    }

    for (var task : List.of(polled, unpolled)) {
      await().until(() -> model.stats.containsKey(task.id()) && model.statsOf(task.id()).hasDroppedAt());
    }
    assertThat(polls).hasValue(1);
    assertThat(model.statsOf(polled.id()).getWakes()).as("to be told of its end").isEqualTo(1);
    assertThat(model.statsOf(unpolled.id()).getWakes()).isZero();
    assertThat(model.statsOf(polled.id()).getPollStats().getPolls()).isEqualTo(2);
    assertThat(model.statsOf(unpolled.id()).getPollStats().getPolls()).isEqualTo(1);
  }

  @Test
  void future_throws_isOnePollAndAnEnd() {
    var model = test.client().watch();
    try (var runtime = Runtime.builder().enableAll().probe(test.console.probe()).workerThreads(1).build()) {
      JoinHandle<@Nullable Void> failed = runtime.spawn((Future<@Nullable Void>) _ -> {
        throw new CancellationException("of the test's own");
      });

      await().until(() -> model.stats.containsKey(failed.id()) && model.statsOf(failed.id()).hasDroppedAt());
      assertThat(model.statsOf(failed.id()).getPollStats().getPolls()).isEqualTo(1);
    }
  }
}
