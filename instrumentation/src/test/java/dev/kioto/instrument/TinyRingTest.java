package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.instrument.aggregate.TaskSnapshot;
import dev.kioto.instrument.recorder.EventKind;
import dev.kioto.instrument.recorder.EventSink;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.instrument.recorder.RecorderCounts;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import dev.kioto.runtime.Runtime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rings of two records, and a program that has more to say: what was told and what was lost add up to what happened.
@Timeout(60)
final class TinyRingTest {
  private static final int RING = 2;
  private static final int SPAWNS = 400;

  private final Recorder recorder = new Recorder(RING);

  private List<Known> run(long seed) throws InterruptedException {
    try (var multi = Runtime.builder().enableAll().probe(recorder).workerThreads(2).build();
        var current = Runtime.builder().enableAll().probe(recorder).currentThread().build()) {
      return new KnownProgram(List.of(multi, current), SPAWNS).run(new SplittableRandom(seed));
    }
  }

  private static long sum(List<Known> tasks, ToLongFunction<Known> count) {
    return tasks.stream().mapToLong(count).sum();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void events_toldAndLost_addUpByKind(long seed) throws InterruptedException {
    var told = new Counts();
    var over = new AtomicBoolean();
    var reader = Thread.ofPlatform().start(() -> {
      while (!over.get()) {
        recorder.drain(told);
        Thread.onSpinWait();
      }
    });
    var tasks = run(seed);
    over.set(true);
    reader.join();
    recorder.drain(told);

    RecorderCounts counts = recorder.counts();
    assertThat(counts.lostOfTasks()).isPositive();
    assertThat(told.spawns + counts.lost(EventKind.SPAWN)).as("spawns").isEqualTo(tasks.size());
    assertThat(told.ends + counts.lost(EventKind.END)).as("ends").isEqualTo(tasks.size());
    assertThat(told.polls + counts.lost(EventKind.POLL)).as("polls").isEqualTo(sum(tasks, t -> t.polls.get()));
    assertThat(told.wakes + counts.lost(EventKind.WAKE)).as("wakes").isEqualTo(sum(tasks, t -> t.wakes.get()));
    assertThat(recorder.totals()).as("totals, which nothing is missing from").satisfies(totals -> {
      assertThat(totals.spawned()).isEqualTo(tasks.size());
      assertThat(totals.ended()).isEqualTo(tasks.size());
      assertThat(totals.polls()).isEqualTo(sum(tasks, t -> t.polls.get()));
      assertThat(totals.wakes()).isEqualTo(sum(tasks, t -> t.wakes.get()));
      assertThat(totals.selfWakes()).isEqualTo(sum(tasks, t -> t.selfWakes.get()));
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void totalsOfTasks_andLosses_addUp(long seed) throws InterruptedException {
    try (var aggregator = new Aggregator(recorder, Duration.ofHours(1), 100_000)) {
      // Nobody reads before something was lost. The program has more to say than fits into all rings.
      var starter = Thread.ofPlatform().start(() -> {
        while (recorder.counts().lostOfTasks() == 0) {
          Thread.onSpinWait();
        }
        aggregator.start();
      });
      var tasks = run(seed);
      starter.join();
      long events = 2L * tasks.size() + sum(tasks, t -> t.polls.get()) + sum(tasks, t -> t.wakes.get());
      // Events of tasks whose spawn was lost are counted once the runtimes were asked for it.
      await().untilAsserted(() -> {
        var shown = all(aggregator);
        var counts = aggregator.counts();
        assertThat(shown).allMatch(task -> task.endedAt() != TaskSnapshot.ABSENT);
        long spawns = shown.size() - counts.foundSpawns();
        long ends = shown.size() - counts.foundEnds();
        long others = shown.stream().mapToLong(t -> t.polls() + t.wakes()).sum();
        assertThat(spawns + ends + others + counts.lostEvents()).as("all events").isEqualTo(events);
        assertThat(spawns + recorder.counts().lost(EventKind.SPAWN)).as("spawns").isEqualTo(tasks.size());
      });
      assertThat(aggregator.counts().lostEvents()).isPositive();
    }
  }

  private static List<TaskSnapshot> all(Aggregator aggregator) {
    var all = new ArrayList<TaskSnapshot>();
    try (var subscription = aggregator.subscribe()) {
      assertThat(subscription).isNotNull();
      for (var change : subscription.next(Integer.MAX_VALUE).tasks()) {
        all.add(change.of());
      }
    }
    return all;
  }

  private static final class Counts implements EventSink {
    // One thread after the other.
    long spawns;
    long ends;
    long polls;
    long wakes;

    @Override
    public void spawned(TaskView task, long atNanos) {
      spawns++;
    }

    @Override
    public void ended(long taskId, TaskOutcome outcome, long atNanos) {
      ends++;
    }

    @Override
    public void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken) {
      polls++;
    }

    @Override
    public void woken(long taskId, long wakerTaskId, long atNanos) {
      wakes++;
    }
  }
}
