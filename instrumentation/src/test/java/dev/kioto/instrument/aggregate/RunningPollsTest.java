package dev.kioto.instrument.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.instrument.FakeTask;
import dev.kioto.instrument.recorder.Recorder;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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
