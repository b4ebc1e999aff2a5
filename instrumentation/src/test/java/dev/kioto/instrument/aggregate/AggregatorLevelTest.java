package dev.kioto.instrument.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Futures;
import dev.kioto.instrument.FakeTask;
import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.ThreadProbe;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of the tasks that are kept when the level changes.
@Timeout(60)
final class AggregatorLevelTest {
  private final AtomicLong time = new AtomicLong(1000);
  private final Recorder recorder = new Recorder(1024, time::get);
  private final Aggregator aggregator = new Aggregator(recorder, Duration.ofSeconds(60), 5);
  private final ThreadProbe probe = recorder.openThread("test");
  private final TestRuntime runtime = new TestRuntime();
  private final Subscription subscription = Objects.requireNonNull(aggregator.subscribe());

  private List<Change<TaskSnapshot>> look() {
    return subscription.next(1000).tasks();
  }

  private void poll(long id) {
    probe.pollStarted(id, 0, false);
    probe.pollEnded(id, 1);
  }

  @Test
  void lowered_toCounts_letsGoOfEveryTaskAndSaysSo() {
    for (long id = 1; id <= 3; id++) {
      probe.taskSpawned(new FakeTask(id));
    }
    look();
    time.set(2000);
    recorder.setLevel(RecordLevel.COUNTS);
    poll(1);

    assertThat(look()).hasSize(3).allSatisfy(change -> assertThat(change.of().endedAt()).isEqualTo(2000));
    assertThat(aggregator.counts().tasks()).isZero();
    poll(2);
    assertThat(look()).isEmpty();
    assertThat(aggregator.counts().lostEvents()).isZero();
    assertThat(recorder.totals().polls()).isEqualTo(2);
  }

  @Test
  void raised_toTasks_learnsTheTasksThatLive() {
    recorder.runtimeStarted(runtime);
    recorder.setLevel(RecordLevel.OFF);
    look();
    runtime.tasks.add(new FakeTask(7).spawnedAt(500));
    probe.taskSpawned(runtime.tasks.getFirst());
    recorder.setLevel(RecordLevel.TASKS);
    poll(7);

    assertThat(look()).singleElement().satisfies(change -> {
      assertThat(change.isNew()).isTrue();
      assertThat(change.of().createdAt()).isEqualTo(500);
      assertThat(change.of().endedAt()).isEqualTo(Instants.ABSENT);
      assertThat(change.of().polls()).isEqualTo(1);
      assertThat(change.of().scheduledNanos()).isZero();
    });
    assertThat(aggregator.counts().lostEvents()).isZero();
  }

  @Test
  void loweredAndRaised_betweenTwoLooks_knowsTheTaskAnew() {
    recorder.runtimeStarted(runtime);
    runtime.tasks.add(new FakeTask(7).spawnedAt(500));
    probe.taskSpawned(runtime.tasks.getFirst());
    poll(7);
    look();
    recorder.setLevel(RecordLevel.OFF);
    recorder.setLevel(RecordLevel.TASKS);

    var changes = look();
    assertThat(changes).hasSize(2);
    assertThat(changes.get(0).of().endedAt()).isNotEqualTo(Instants.ABSENT);
    assertThat(changes.get(1).isNew()).isTrue();
    assertThat(changes.get(1).of().endedAt()).isEqualTo(Instants.ABSENT);
    assertThat(changes.get(1).of().wakerClones() - changes.get(1).of().wakerDrops()).isNotNegative();
  }

  @Test
  void taskOfAMissedSpawn_thatTheListDidNotHaveYet_isLearntByItsEvents() {
    recorder.runtimeStarted(runtime);
    recorder.setLevel(RecordLevel.OFF);
    look();
    recorder.setLevel(RecordLevel.TASKS);
    aggregator.pass();
    runtime.tasks.add(new FakeTask(7).spawnedAt(900));
    poll(7);
    time.addAndGet(1_000_000_000);
    for (int i = 0; i < 4; i++) {
      aggregator.pass();
    }

    assertThat(look()).singleElement().satisfies(change -> assertThat(change.of().polls()).isEqualTo(1));
    assertThat(aggregator.counts().lostEvents()).isZero();
  }

  @Test
  void lostSpawn_ofATaskThatLives_isMadeUpFor() {
    recorder.runtimeStarted(runtime);
    runtime.tasks.add(new FakeTask(7).spawnedAt(900));
    poll(7);
    for (int i = 0; i < 4; i++) {
      aggregator.pass();
    }

    assertThat(look()).singleElement().satisfies(change -> assertThat(change.of().polls()).isEqualTo(1));
  }

  @Test
  void lostSpawn_ofATaskThatIsGone_countsItsEventsAsLost() {
    poll(7);
    for (int i = 0; i < 4; i++) {
      aggregator.pass();
    }

    assertThat(look()).isEmpty();
    assertThat(aggregator.counts().lostEvents()).isEqualTo(1);
  }

  @Test
  void raised_eventsOfTasksThatEndedMeanwhile_areNoLoss() {
    recorder.setLevel(RecordLevel.OFF);
    aggregator.pass();
    recorder.setLevel(RecordLevel.TASKS);
    poll(7);
    aggregator.pass();
    time.addAndGet(1_000_000_000);
    for (int i = 0; i < 5; i++) {
      aggregator.pass();
    }

    assertThat(aggregator.counts().tasks()).isZero();
    assertThat(aggregator.counts().lostEvents()).isZero();
  }

  @Test
  void levels_ofARuntimeThatWorks_knowsEachLivingTaskInTheEnd() throws Exception {
    var real = new Recorder(1 << 14);
    var tasks = new ArrayList<JoinHandle<?>>();
    try (var busy = Runtime.builder().enableAll().workerThreads(2).probe(real).build();
        var live = new Aggregator(real, Duration.ofSeconds(60), 10)) {
      live.start();
      for (int round = 0; round < 20; round++) {
        for (var level : RecordLevel.values()) {
          real.setLevel(level);
          for (int i = 0; i < 20; i++) {
            tasks.add(busy.spawn(Futures.pending()));
            busy.spawn(Futures.ready(1)).await();
          }
        }
      }
      real.setLevel(RecordLevel.TASKS);
      await().until(() -> tasks.stream().allMatch(task -> live.find(task.id()) != null));
      tasks.forEach(JoinHandle::abort);
      await().until(() -> tasks.stream().allMatch(JoinHandle::isFinished));
      real.setLevel(RecordLevel.COUNTS);
      await().until(() -> live.counts().tasks() == 0);
    }
  }
}
