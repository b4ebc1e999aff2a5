package dev.kioto.instrument.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.instrument.FakeOperation;
import dev.kioto.instrument.FakeResource;
import dev.kioto.instrument.FakeTask;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RecorderTest {
  // Each reading is one later than the one before: so the instants count the readings.
  private final AtomicLong time = new AtomicLong();
  private final Recorder recorder = new Recorder(1024, time::incrementAndGet);
  private final Transcript transcript = new Transcript();

  private List<String> drain() {
    recorder.drain(transcript);
    return transcript.lines;
  }

  private List<String> running() {
    var seen = new ArrayList<String>();
    recorder.running((task, start, selfWakes) -> seen.add(
        task + " since " + start + (selfWakes == 0 ? "" : ", woke itself " + selfWakes)));
    return seen;
  }

  @Test
  void lifeOfATask_ownChannel_isToldInOrderWithItsInstants() {
    var probe = recorder.openThread("test");

    long spawned = probe.taskSpawned(new FakeTask(7));
    long started = probe.pollStarted(7, spawned, false);
    long ended = probe.pollEnded(7, 1);
    long woken = probe.taskWoken(7, 7);
    probe.taskEnded(7, TaskOutcome.COMPLETED);

    assertThat(List.of(spawned, started, ended, woken)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(drain()).containsExactly("spawn 7 @1", "poll 7 1 2..3 wakers 1", "wake 7 by 7 @4", "end 7 COMPLETED @3");
  }

  @Test
  void lifeOfAnOperation_anyChannel_isToldInOrder() {
    for (var probe : List.of(recorder.openThread("test"), recorder.shared())) {
      time.set(0);
      transcript.lines.clear();
      probe.resourceCreated(new FakeResource(1));
      probe.operationStarted(new FakeOperation(2, 1, 3, false));
      probe.operationPolled(2, false);
      probe.operationEnded(2, false);
      probe.resourceEnded(1);

      assertThat(drain()).containsExactly("resource 1 @1", "operation 2 on 1 @2", "operation poll 2 false @3",
          "operation end 2 false @4", "resource end 1 @5");
    }
  }

  @Test
  void readyPollOfAnOperation_ownChannel_sharesTheRecordAndTheInstantOfTheEnd() {
    var probe = recorder.openThread("test");
    probe.operationPolled(2, true);
    probe.operationEnded(2, true);

    assertThat(drain()).containsExactly("operation poll 2 true @1", "operation end 2 true @1");
    assertThat(recorder.counts().recorded()).isEqualTo(2);
  }

  @Test
  void selfWakes_insideThePoll_shareItsRecordAndReadNoClock() {
    var probe = recorder.openThread("test");
    probe.pollStarted(1, 0, false);
    probe.taskWoken(1, 1);
    probe.taskWoken(1, 1);
    probe.taskWoken(2, 1);
    probe.pollEnded(1, 0);

    assertThat(drain()).containsExactly("wake 2 by 1 @2", "wake 1 by 1 @3", "wake 1 by 1 @3", "poll 1 1 1..3 wakers 0");
    assertThat(recorder.counts().recorded()).isEqualTo(4);
  }

  @Test
  void selfWakes_ofThePollThatRuns_areSeenBeforeItEnds() {
    var probe = recorder.openThread("test");
    probe.pollStarted(1, 0, false);
    probe.taskWoken(1, 1);
    probe.taskWoken(1, 1);
    assertThat(running()).containsExactly("1 since 1, woke itself 2");
    probe.pollStarted(2, 0, false);
    assertThat(running()).containsExactly("2 since 2");
    probe.pollEnded(2, 0);
    assertThat(running()).containsExactly("1 since 1, woke itself 2");
    probe.pollEnded(1, 0);
    probe.pollStarted(1, 0, false);

    assertThat(running()).containsExactly("1 since 5");
  }

  @Test
  void selfWakes_moreThanFitIntoThePollsRecord_areAllTold() {
    var probe = recorder.openThread("test");
    probe.pollStarted(1, 0, false);
    for (int i = 0; i < 300; i++) {
      probe.taskWoken(1, 1);
    }
    probe.pollEnded(1, 0);

    assertThat(drain()).hasSize(301);
    assertThat(recorder.totals().selfWakes()).isEqualTo(300);
  }

  @Test
  void selfWakes_insideAnInnerPoll_belongToTheirTask() {
    var probe = recorder.openThread("test");
    probe.pollStarted(1, 0, false);
    probe.taskWoken(1, 1);
    probe.pollStarted(2, 0, false);
    probe.taskWoken(2, 2);
    probe.pollEnded(2, 0);
    probe.pollEnded(1, 0);

    assertThat(drain()).containsExactly("wake 2 by 2 @3", "poll 2 2 2..3 wakers 0", "wake 1 by 1 @4",
        "poll 1 1 1..4 wakers 0");
  }

  @Test
  void selfWake_atTrace_hasItsOwnInstant() {
    recorder.setLevel(RecordLevel.TRACE);
    var probe = recorder.openThread("test");
    probe.pollStarted(1, 0, false);
    probe.taskWoken(1, 1);
    probe.pollEnded(1, 0);

    assertThat(drain()).containsExactly("wake 1 by 1 @2", "poll 1 1 1..3 wakers 0", "level TRACE @4");
  }

  @Test
  void schedulerEvent_belowTrace_isNotTaken() {
    for (var probe : List.of(recorder.openThread("test"), recorder.shared())) {
      recorder.setLevel(RecordLevel.TASKS);
      probe.schedulerEvent(SchedulerEvent.STOLEN, 1, 2);
      assertThat(recorder.tracesScheduler()).isFalse();
      assertThat(drain()).allMatch(line -> line.startsWith("level"));

      recorder.setLevel(RecordLevel.TRACE);
      time.set(100);
      probe.schedulerEvent(SchedulerEvent.STOLEN, 1, 2);
      probe.schedulerEvent(SchedulerEvent.PARKED, 3, 40);

      assertThat(recorder.tracesScheduler()).isTrue();
      transcript.lines.clear();
      assertThat(drain()).startsWith("STOLEN 1 2 @101", "PARKED 3 40 @62");
      transcript.lines.clear();
    }
  }

  @Test
  void drain_severalThreads_saysWhereEventsComeFrom() throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (var name : List.of("first", "second")) {
      var thread = new Thread(() -> recorder.openThread("early name").taskWoken(1, 0), name);
      threads.add(thread);
      thread.start();
      thread.join();
    }
    recorder.openThread("silent");
    recorder.shared().taskWoken(1, 0);
    drain();

    assertThat(transcript.sources).containsExactly(new ThreadSource(1, "first", threads.get(0).threadId()),
        new ThreadSource(2, "second", threads.get(1).threadId()), new ThreadSource(0, "other threads", 0));
  }

  @Test
  void pollStarted_afterPoll_readsNoClock() {
    var probe = recorder.openThread("test");
    probe.pollStarted(1, 1, false);
    long ended = probe.pollEnded(1, 0);

    long started = probe.pollStarted(2, 1, true);
    long next = probe.pollEnded(2, 0);

    assertThat(started).isEqualTo(ended);
    assertThat(next).isEqualTo(ended + 1);
  }

  @Test
  void pollStarted_afterPollButWokenSince_startsAtTheWake() {
    var probe = recorder.openThread("test");
    probe.pollStarted(1, 1, false);
    probe.pollEnded(1, 0);
    long woken = recorder.shared().taskWoken(2, 0);

    assertThat(probe.pollStarted(2, woken, true)).isEqualTo(woken);
  }

  @Test
  void taskEnded_notAfterItsPoll_readsTheClock() {
    var probe = recorder.openThread("test");

    probe.taskEnded(9, TaskOutcome.CANCELLED);

    assertThat(drain()).containsExactly("end 9 CANCELLED @1");
  }

  @Test
  void running_insideAPoll_showsItUntilItEnds() {
    var probe = recorder.openThread("test");
    long start = probe.pollStarted(5, 1, false);

    assertThat(running()).containsExactly("5 since " + start);
    probe.pollEnded(5, 0);
    assertThat(running()).isEmpty();
  }

  @Test
  void poll_insideAPoll_keepsBoth() {
    var probe = recorder.openThread("test");
    probe.pollStarted(1, 1, false);
    probe.pollStarted(2, 1, false);
    assertThat(running()).containsExactly("2 since 2");
    probe.pollEnded(2, 0);
    assertThat(running()).containsExactly("1 since 1");
    probe.pollEnded(1, 0);

    assertThat(drain()).containsExactly("poll 2 1 2..3 wakers 0", "poll 1 1 1..4 wakers 0");
    assertThat(running()).isEmpty();
  }

  @Test
  void poll_nestedDeeperThanKept_losesTheOuterOnesAndCounts() {
    var probe = recorder.openThread("test");
    for (int task = 1; task <= 20; task++) {
      probe.pollStarted(task, 1, false);
    }
    for (int task = 20; task >= 1; task--) {
      probe.pollEnded(task, 0);
    }

    assertThat(drain().size() + recorder.counts().lost(EventKind.POLL)).isEqualTo(20);
    assertThat(recorder.counts().lost(EventKind.POLL)).isEqualTo(3);
    assertThat(running()).isEmpty();
  }

  @Test
  void ring_small_countsPlusLossesAddUp() {
    var small = new Recorder(8, time::incrementAndGet);
    var probe = small.openThread("test");

    for (int i = 0; i < 10; i++) {
      probe.pollStarted(1, 1, false);
      probe.pollEnded(1, 0);
    }
    for (int i = 0; i < 10; i++) {
      probe.taskWoken(1, 0);
    }
    probe.taskSpawned(new FakeTask(2));
    probe.taskSpawned(new FakeTask(3));
    probe.taskEnded(2, TaskOutcome.COMPLETED);
    int drained = small.drain(transcript);

    var counts = small.counts();
    assertThat(drained).isEqualTo(8);
    assertThat(counts.recorded()).isEqualTo(8);
    assertThat(counts.lost(EventKind.POLL)).isEqualTo(3);
    assertThat(counts.lost(EventKind.WAKE)).isEqualTo(10);
    assertThat(counts.lost(EventKind.SPAWN)).isEqualTo(1);
    assertThat(counts.lost(EventKind.END)).isEqualTo(1);
    assertThat(counts.lost()).isEqualTo(15);
  }

  @Test
  void ring_fills_growsUpToItsCapacityAndKeepsTheOrder() {
    var growing = new Recorder(16_384, time::incrementAndGet);
    var probe = growing.openThread("test");

    for (int i = 1; i <= 14_000; i++) {
      probe.taskWoken(i, 0);
    }
    growing.drain(transcript);

    assertThat(growing.counts().lost()).isZero();
    assertThat(transcript.lines).hasSize(14_000);
    assertThat(transcript.lines.get(13_999)).startsWith("wake 14000 ");
    assertThat(transcript.lines.get(600)).startsWith("wake 601 ");
  }

  @Test
  void pressure_halfFull_isToldOnceForEachAdvanceOfTheReader() {
    var told = new AtomicInteger();
    var small = new Recorder(8, time::incrementAndGet);
    small.onPressure(_ -> told.incrementAndGet());
    var probe = small.openThread("test");

    for (int i = 0; i < 100; i++) {
      probe.taskWoken(1, 0);
    }
    int first = told.get();
    small.drain(transcript);
    for (int i = 0; i < 100; i++) {
      probe.taskWoken(1, 0);
    }

    assertThat(first).isEqualTo(1);
    assertThat(told).hasValue(2);
  }

  @Test
  void close_afterEvents_drainsThemAndFreesTheChannel() {
    var probe = recorder.openThread("test");
    probe.taskWoken(1, 0);
    probe.close();
    assertThat(recorder.counts().channels()).isEqualTo(1);

    assertThat(drain()).hasSize(1);

    assertThat(recorder.counts().channels()).isZero();
  }

  @Test
  void threadDies_withoutClose_channelIsDrainedAndFreedAndItsLossesStay() {
    var small = new Recorder(2, time::incrementAndGet);
    var thread = Thread.ofPlatform().start(() -> {
      var probe = small.openThread("short-lived");
      probe.taskWoken(1, 0);
      probe.taskWoken(1, 0);
      probe.taskWoken(1, 0);
    });
    await().until(() -> !thread.isAlive());

    small.drain(transcript);

    assertThat(transcript.lines).hasSize(2);
    assertThat(small.counts().channels()).isZero();
    assertThat(small.counts().lost(EventKind.WAKE)).isEqualTo(1);
  }

  @Test
  void shared_pollOnAnyThread_findsItsStart() {
    var probe = recorder.shared();

    probe.pollStarted(3, 1, false);
    assertThat(running()).containsExactly("3 since 1");
    probe.pollEnded(3, 2);

    assertThat(running()).isEmpty();
    assertThat(drain()).containsExactly("poll 3 1 1..2 wakers 2");
  }

  @Test
  void shared_endWithoutStart_isCountedAsALostPoll() {
    recorder.shared().pollEnded(3, 0);

    assertThat(recorder.counts().lost(EventKind.POLL)).isEqualTo(1);
  }

  @Test
  void shared_moreOpenPollsThanKept_losesAndCountsTheRest() {
    var probe = recorder.shared();
    for (int task = 1; task <= 1000; task++) {
      probe.pollStarted(task, 1, false);
    }
    for (int task = 1; task <= 1000; task++) {
      probe.pollEnded(task, 0);
    }

    int drained = drain().size();
    assertThat(drained).isPositive();
    assertThat(drained + recorder.counts().lost(EventKind.POLL)).isEqualTo(1000);
  }

  @Test
  void shared_manyThreads_keepsEachEventWhole() throws InterruptedException {
    int threads = 4;
    int events = 20_000;
    var concurrent = new Recorder(1 << 17, () -> 0);
    var probe = concurrent.shared();
    var workers = new ArrayList<Thread>();
    for (int t = 1; t <= threads; t++) {
      int base = t * events;
      workers.add(Thread.ofVirtual().start(() -> {
        for (int i = 0; i < events; i++) {
          probe.taskWoken(base + i, base + i);
        }
      }));
    }
    for (var worker : workers) {
      worker.join();
    }

    concurrent.drain(transcript);

    var seen = new HashSet<String>(transcript.lines);
    assertThat(seen).hasSameSizeAs(transcript.lines);
    assertThat(seen).allSatisfy(line -> {
      var words = line.split(" ");
      assertThat(words[1]).isEqualTo(words[3]);
    });
    assertThat(seen.size() + concurrent.counts().lost()).isEqualTo((long) threads * events);
  }

  @Test
  void drain_whileProducersRun_losesNothingUncounted() throws InterruptedException {
    var busy = new Recorder(1024, () -> 0);
    var sum = new AtomicLong();
    var count = new AtomicLong();
    var sink = new Transcript();
    int perThread = 300_000;
    var producers = new ArrayList<Thread>();
    for (int t = 0; t < 3; t++) {
      producers.add(Thread.ofPlatform().start(() -> {
        var probe = busy.openThread("producer");
        for (int i = 0; i < perThread; i++) {
          probe.taskWoken(i + 1, i + 1);
        }
        probe.close();
      }));
    }
    boolean running = true;
    while (running) {
      running = producers.stream().anyMatch(Thread::isAlive);
      busy.drain(sink);
      sink.lines.forEach(line -> {
        var words = line.split(" ");
        count.incrementAndGet();
        sum.addAndGet(Long.parseLong(words[1]) - Long.parseLong(words[3]));
      });
      sink.lines.clear();
    }

    assertThat(sum).hasValue(0);
    assertThat(count.get() + busy.counts().lost()).isEqualTo(3L * perThread);
    assertThat(busy.counts().recorded()).isEqualTo(count.get());
    assertThat(busy.counts().channels()).isZero();
  }
}
