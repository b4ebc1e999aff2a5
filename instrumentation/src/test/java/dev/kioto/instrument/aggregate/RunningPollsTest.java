package dev.kioto.instrument.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.instrument.FakeTask;
import dev.kioto.instrument.recorder.EventKind;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.TaskPhase;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A poll is seen while it runs, and then its record comes: from one to the other nothing goes back.
final class RunningPollsTest {
  private static final int LOOKS = 20_000;

  private final Recorder recorder = new Recorder(1 << 20);
  private final Aggregator aggregator = new Aggregator(recorder, Duration.ofHours(1), 10);
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountDownLatch spawned = new CountDownLatch(1);

  private void pollAgainAndAgain() {
    try (var probe = recorder.openThread("polls")) {
      probe.taskSpawned(new FakeTask(1));
      spawned.countDown();
      while (!over.get()) {
        long start = probe.pollStarted(1, System.nanoTime(), false);
        probe.taskWoken(1, 1);
        while (System.nanoTime() - start < 5_000) {
          Thread.onSpinWait();
        }
        probe.pollEnded(1, 1);
      }
    }
  }

  private TaskSnapshot task(long id) {
    try (var all = Objects.requireNonNull(aggregator.subscribe())) {
      return all.next(10).tasks().stream().map(Change::of).filter(t -> t.info().id() == id).findFirst().orElseThrow();
    }
  }

  @Test
  void poll_insideAnotherOne_leavesThatOneRunning() {
    var probe = recorder.openThread("test");
    for (long id = 1; id <= 2; id++) {
      probe.taskSpawned(new FakeTask(id).phase(TaskPhase.RUNNING));
    }
    long start = probe.pollStarted(1, 0, false);
    probe.taskWoken(1, 1);
    assertThat(task(1).polls()).isEqualTo(1);
    probe.pollStarted(2, 0, false);

    assertThat(task(1).polls()).isEqualTo(1);
    assertThat(task(1).selfWakes()).isEqualTo(1);
    assertThat(task(1).lastPollStarted()).isEqualTo(start);
    assertThat(task(2).polls()).isEqualTo(1);
    probe.pollEnded(2, 0);
    probe.pollEnded(1, 0);
    assertThat(task(1).polls()).isEqualTo(1);
    assertThat(task(1).selfWakes()).isEqualTo(1);
  }

  @Test
  void poll_whoseRecordIsLost_isSeenToBeOver() {
    var time = new AtomicLong(1000);
    var small = new Recorder(2, time::get);
    var watcher = new Aggregator(small, Duration.ofHours(1), 10);
    var probe = small.openThread("test");
    var task = new FakeTask(1).phase(TaskPhase.RUNNING);
    probe.taskSpawned(task);
    time.set(2000);
    probe.pollStarted(1, 0, false);
    watcher.pass();
    probe.taskWoken(1, 0);
    probe.taskWoken(1, 0);
    probe.pollEnded(1, 1);
    task.phase(TaskPhase.IDLE);
    assertThat(small.counts().lost(EventKind.POLL)).isEqualTo(1);
    time.set(5_000_000_000L);
    watcher.pass();
    time.set(10_000_000_000L);
    probe.taskWoken(1, 0);
    probe.taskWoken(1, 0);
    probe.taskWoken(1, 0);
    for (int i = 0; i < 3; i++) {
      watcher.pass();
    }

    var shown = Objects.requireNonNull(watcher.subscribe()).next(10).tasks().getFirst().of();
    assertThat(shown.polls()).isZero();
    assertThat(shown.lastPollEnded()).isGreaterThanOrEqualTo(shown.lastPollStarted());
  }

  @Test
  @Timeout(60)
  void totals_whileATaskIsPolled_neverGoBack() throws InterruptedException {
    var worker = Thread.ofPlatform().start(this::pollAgainAndAgain);
    var subscription = aggregator.subscribe();
    assertThat(subscription).isNotNull();
    long polls = 0;
    long wakes = 0;
    long started = Long.MIN_VALUE;
    try {
      spawned.await();
      for (int i = 0; i < LOOKS; i++) {
        for (var change : subscription.next(10).tasks()) {
          assertThat(change.of().polls()).isGreaterThanOrEqualTo(polls);
          assertThat(change.of().lastPollStarted()).isGreaterThanOrEqualTo(started);
          assertThat(change.of().selfWakes()).isGreaterThanOrEqualTo(wakes).isLessThanOrEqualTo(change.of().polls());
          wakes = change.of().selfWakes();
          polls = change.of().polls();
          started = change.of().lastPollStarted();
        }
      }
    } finally {
      over.set(true);
      worker.join();
    }
    assertThat(polls).isGreaterThan(10);
    assertThat(aggregator.counts().lostEvents()).isZero();
  }
}
