package dev.kioto.instrument.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.instrument.FakeOperation;
import dev.kioto.instrument.FakeResource;
import dev.kioto.instrument.FakeTask;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.ThreadProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class LevelTest {
  // Each reading is one later than the one before.
  private final AtomicLong time = new AtomicLong();
  private final Recorder recorder = new Recorder(1024, time::incrementAndGet);
  private final Transcript transcript = new Transcript();

  private ThreadProbe probe(boolean own) {
    return own ? recorder.openThread("test") : recorder.shared();
  }

  /// Without the changes of the level.
  private List<String> drain() {
    recorder.drain(transcript);
    transcript.lines.removeIf(line -> line.startsWith("level"));
    return transcript.lines;
  }

  private static List<Long> everything(ThreadProbe probe) {
    var instants = List.of(probe.taskSpawned(new FakeTask(1)), probe.pollStarted(1, 0, false),
        probe.taskWoken(1, 1), probe.taskWoken(2, 1), probe.pollEnded(1, 1), probe.pollStarted(2, 0, true),
        probe.pollEnded(2, 0));
    probe.taskEnded(1, TaskOutcome.COMPLETED);
    probe.resourceCreated(new FakeResource(1));
    probe.operationStarted(new FakeOperation(1, 1, 1, false));
    probe.operationPolled(1, true);
    probe.operationEnded(1, true);
    probe.resourceEnded(1);
    probe.schedulerEvent(SchedulerEvent.STOLEN, 1, 1);
    return instants;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void off_anything_readsNoClockAndKeepsNothing(boolean own) {
    recorder.setLevel(RecordLevel.OFF);
    var probe = probe(own);

    assertThat(everything(probe)).containsOnly(0L);

    assertThat(time).hasValue(0);
    assertThat(drain()).isEmpty();
    assertThat(recorder.totals()).isEqualTo(Totals.NONE);
    assertThat(recorder.takesDetails()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void counts_anything_keepsTotalsAlone(boolean own) {
    recorder.setLevel(RecordLevel.COUNTS);
    var probe = probe(own);

    everything(probe);

    assertThat(drain()).isEmpty();
    assertThat(recorder.totals()).isEqualTo(new Totals(1, 1, 2, 2, 1, 2));
    assertThat(recorder.takesDetails()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tasks_anything_isToldButTheScheduler(boolean own) {
    everything(probe(own));

    assertThat(drain()).hasSize(11).noneMatch(line -> line.startsWith("STOLEN"));
    assertThat(recorder.totals()).isEqualTo(new Totals(1, 1, 2, 2, 1, own ? 3 : 4));
    assertThat(recorder.takesDetails()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void poll_beganAtOff_countsFromTheRaise(boolean own) {
    var probe = probe(own);
    recorder.setLevel(RecordLevel.OFF);
    probe.pollStarted(1, 0, false);
    time.set(100);
    recorder.setLevel(RecordLevel.TASKS);
    time.set(200);
    probe.pollEnded(1, 1);

    assertThat(drain()).containsExactly("poll 1 101 101..201 wakers 1");
    assertThat(recorder.totals().busyNanos()).isEqualTo(100);
    assertThat(recorder.counts().lost()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void poll_endedAtOff_isForgotten(boolean own) {
    var probe = probe(own);
    probe.pollStarted(1, 0, false);
    recorder.setLevel(RecordLevel.OFF);
    probe.pollEnded(1, 1);
    recorder.setLevel(RecordLevel.TASKS);
    recorder.running((task, _, _) -> assertThat(task).isZero());
    time.set(100);
    long started = probe.pollStarted(1, 0, true);
    probe.pollEnded(1, 1);

    assertThat(started).isEqualTo(101);
    assertThat(drain()).containsExactly("poll 1 101 101..102 wakers 1");
    assertThat(recorder.totals().polls()).isEqualTo(1);
    assertThat(recorder.counts().lost()).isZero();
  }

  @Test
  void poll_offMeanwhileAndNothingMissed_isWhole() {
    var probe = recorder.openThread("test");
    probe.pollStarted(1, 0, false);
    recorder.setLevel(RecordLevel.OFF);
    probe.taskWoken(2, 1);
    recorder.setLevel(RecordLevel.TASKS);
    probe.pollEnded(1, 1);

    assertThat(drain()).containsExactly("poll 1 1 1..3 wakers 1");
  }

  @Test
  void outerPoll_innerOneBeganAtOff_bothCountFromTheRaise() {
    var probe = recorder.openThread("test");
    probe.pollStarted(1, 0, false);
    recorder.setLevel(RecordLevel.OFF);
    probe.pollStarted(2, 0, false);
    time.set(10);
    recorder.setLevel(RecordLevel.TASKS);
    probe.pollStarted(3, 0, false);
    probe.pollEnded(3, 0);
    probe.pollEnded(2, 0);
    probe.pollEnded(1, 0);

    assertThat(drain()).containsExactly("poll 3 12 12..13 wakers 0", "poll 2 11 11..14 wakers 0",
        "poll 1 11 11..15 wakers 0");
  }

  @Test
  void pollStarted_runnableSinceUnknown_hasNoScheduledTime() {
    var probe = recorder.openThread("test");
    probe.pollStarted(1, 0, false);
    long ended = probe.pollEnded(1, 0);

    assertThat(probe.pollStarted(2, 0, true)).isEqualTo(ended);
    probe.pollEnded(2, 0);
    assertThat(drain().get(1)).isEqualTo("poll 2 2 2..3 wakers 0");
  }

  @Test
  void pollStarted_instantsBeforeTheEpochOfTheClock_unknownIsNotTakenForLater() {
    time.set(-1000);
    var probe = recorder.openThread("test");
    probe.pollStarted(1, 0, false);
    probe.pollEnded(1, 0);

    assertThat(probe.pollStarted(2, 0, true)).isEqualTo(-998);
  }

  @Test
  void poll_beganAtTasksAndEndedAtCounts_isInTheTotalsAlone() {
    var probe = recorder.openThread("test");
    probe.pollStarted(1, 0, false);
    probe.taskWoken(1, 1);
    recorder.setLevel(RecordLevel.COUNTS);
    probe.pollEnded(1, 0);

    assertThat(drain()).isEmpty();
    assertThat(recorder.totals()).isEqualTo(new Totals(0, 0, 1, 1, 1, 1));
  }

  @Test
  void levelChanged_afterTheEventsBefore_isToldOnce() {
    var probe = recorder.openThread("test");
    probe.taskWoken(1, 0);
    recorder.setLevel(RecordLevel.COUNTS);
    recorder.drain(transcript);
    recorder.drain(transcript);
    recorder.setLevel(RecordLevel.COUNTS);
    recorder.drain(transcript);

    assertThat(transcript.lines).containsExactly("wake 1 by 0 @1", "level COUNTS @2");
  }

  @Test
  void levelChanged_lowerMeanwhile_tellsOfThatFirst() {
    recorder.setLevel(RecordLevel.OFF);
    recorder.setLevel(RecordLevel.TRACE);
    recorder.setLevel(RecordLevel.COUNTS);
    recorder.setLevel(RecordLevel.TASKS);
    recorder.drain(transcript);

    assertThat(transcript.lines).containsExactly("level OFF @2", "level TASKS @3");
    assertThat(recorder.level()).isEqualTo(RecordLevel.TASKS);
  }

  @Test
  void totals_tinyRingsAndManyThreads_areWhatWasToldAndWhatWasLost() throws InterruptedException {
    var tiny = new Recorder(2);
    var threads = new ArrayList<Thread>();
    int perThread = 20_000;
    for (int t = 1; t <= 4; t++) {
      int base = t * perThread;
      boolean own = t <= 2;
      threads.add(Thread.ofPlatform().start(() -> {
        var probe = own ? tiny.openThread("producer") : tiny.shared();
        for (int i = 0; i < perThread; i++) {
          int task = base + i;
          probe.taskSpawned(new FakeTask(task));
          probe.taskWoken(task, 0);
          probe.pollStarted(task, 0, false);
          probe.taskWoken(task, task);
          probe.pollEnded(task, 1);
          probe.taskEnded(task, TaskOutcome.COMPLETED);
        }
        probe.close();
      }));
    }
    var seen = new Tally();
    while (threads.stream().anyMatch(Thread::isAlive)) {
      tiny.drain(seen);
    }
    for (var thread : threads) {
      thread.join();
    }
    tiny.drain(seen);

    var totals = tiny.totals();
    var counts = tiny.counts();
    long all = 4L * perThread;
    assertThat(totals).isEqualTo(new Totals(all, all, all, 2 * all, all, totals.busyNanos()));
    assertThat(counts.lost()).isPositive();
    assertThat(seen.spawns + counts.lost(EventKind.SPAWN)).isEqualTo(all);
    assertThat(seen.polls + counts.lost(EventKind.POLL)).isEqualTo(all);
    assertThat(seen.wakes + counts.lost(EventKind.WAKE)).isEqualTo(2 * all);
    assertThat(seen.ends + counts.lost(EventKind.END)).isEqualTo(all);
    assertThat(counts.recorded()).isEqualTo(seen.spawns + seen.polls + seen.wakes + seen.ends);
  }

  @Test
  void setLevel_whileProducersRun_noPollComesFromATimeThatNobodyObserved() throws InterruptedException {
    var switched = new Recorder(1 << 14);
    var threads = new ArrayList<Thread>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    for (int t = 1; t <= 3; t++) {
      int task = t;
      threads.add(Thread.ofPlatform().start(() -> {
        var probe = task == 3 ? switched.shared() : switched.openThread("producer");
        long scheduledAt = 0;
        boolean afterPoll = false;
        while (System.nanoTime() - end < 0) {
          probe.pollStarted(task, scheduledAt, afterPoll);
          scheduledAt = probe.pollEnded(task, 0);
          afterPoll = task != 3;
        }
        probe.close();
      }));
    }
    var levels = List.of(RecordLevel.values());
    var random = ThreadLocalRandom.current();
    var seen = new Tally();
    while (threads.stream().anyMatch(Thread::isAlive)) {
      switched.setLevel(levels.get(random.nextInt(levels.size())));
      switched.drain(seen);
    }
    switched.drain(seen);

    assertThat(seen.polls).isPositive();
    assertThat(seen.absurd).isEmpty();
    assertThat(switched.totals().busyNanos()).isBetween(0L, TimeUnit.SECONDS.toNanos(4));
    assertThat(switched.totals().polls()).isGreaterThanOrEqualTo(seen.polls + switched.counts().lost(EventKind.POLL));
  }

  private static final class Tally implements EventSink {
    private final List<String> absurd = new ArrayList<>();
    private long spawns;
    private long polls;
    private long wakes;
    private long ends;

    @Override
    public void spawned(TaskView task, long atNanos) {
      spawns++;
    }

    @Override
    public void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken) {
      polls++;
      long now = System.nanoTime();
      if (scheduledAtNanos - startNanos > 0 || startNanos - endNanos > 0 || endNanos - now > 0
          || now - scheduledAtNanos > TimeUnit.SECONDS.toNanos(10)) {
        absurd.add(scheduledAtNanos + " " + startNanos + ".." + endNanos + " at " + now);
      }
    }

    @Override
    public void woken(long taskId, long wakerTaskId, long atNanos) {
      wakes++;
    }

    @Override
    public void ended(long taskId, TaskOutcome outcome, long atNanos) {
      ends++;
    }
  }
}
