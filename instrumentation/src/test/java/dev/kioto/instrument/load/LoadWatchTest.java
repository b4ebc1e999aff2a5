package dev.kioto.instrument.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.assertj.core.api.Assertions.within;

import dev.kioto.instrument.aggregate.Footprint;
import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.instrument.recorder.Recorder;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class LoadWatchTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Footprint HELD = new Footprint(1, 2, 4, 3, 5, 6);

  private long now = 17;
  private long taken;
  private final Recorder recorder = new Recorder(64, () -> now);

  private LoadWatch watch(double cap) {
    return new LoadWatch(recorder, () -> HELD, cap, 0, () -> taken);
  }

  private void second(LoadWatch watch, double share) {
    now += SECOND;
    taken += (long) (share * SECOND);
    watch.look();
  }

  @Test
  void report_isOfTheLastSeconds() {
    var watch = watch(0);
    watch.look();
    assertThat(watch.report().cpuShare()).isZero();

    second(watch, 0.5);
    second(watch, 0.1);
    assertThat(watch.report().cpuShare()).isCloseTo(0.3, within(1e-6));
    assertThat(watch.report().cpuNanos()).isEqualTo(SECOND * 6 / 10);
    for (int i = 0; i < 5; i++) {
      second(watch, 0.02);
    }
    assertThat(watch.report().cpuShare()).isCloseTo(0.02, within(1e-6));
    assertThat(watch.report().footprint().bytes()).isEqualTo(7);
  }

  @Test
  void threeSecondsAboveTheCap_lowerTheLevel() {
    var watch = watch(0.1);
    watch.look();
    second(watch, 0.2);
    second(watch, 0.2);
    assertThat(watch.report().level().inForce()).isEqualTo(RecordLevel.TASKS);
    second(watch, 0.2);
    assertThat(watch.report().level().inForce()).isEqualTo(RecordLevel.COUNTS);
    assertThat(watch.report().level().loweredBecause()).contains("20 %", "10 %");
  }

  @Test
  @Timeout(20)
  void timeOfAConsoleThread_counts_alsoWhenItIsGone() throws InterruptedException {
    var threads = new OwnThreads();
    long before = threads.cpuNanos();
    var thread = new Thread(() -> {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
    }, "kioto-console-test");
    thread.start();
    await().until(() -> threads.cpuNanos() - before >= 20_000_000);
    thread.interrupt();
    thread.join();
    long after = threads.cpuNanos();

    assertThat(after - before).isGreaterThanOrEqualTo(20_000_000);
    assertThat(threads.cpuNanos()).isGreaterThanOrEqualTo(after);
  }
}
