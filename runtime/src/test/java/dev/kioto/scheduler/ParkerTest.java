package dev.kioto.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.driver.Clock;
import dev.kioto.driver.Driver;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ParkerTest {
  private static final Duration TIME = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Driver driver = new Driver(Clock.system(), () -> 1024, 1024, true);
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();

  @AfterEach
  void stopThreads() {
    stop.set(true);
  }

  private Thread thread(Runnable step) {
    var thread = new Thread(() -> {
      while (!stop.get()) {
        step.run();
      }
    }, "parker-test");
    thread.setDaemon(true);
    return thread;
  }

  @Test
  void unpark_whileTheDriversLockIsContended_endsThePark() {
    var self = new Parker[1];
    var worker = thread(() -> {
      self[0].park(driver);
      answered.set(asked.get());
    });
    self[0] = new Parker();
    self[0].bind(worker);
    worker.start();
    for (int i = 0; i < 3; i++) {
      thread(this::registerAndCancel).start();
    }

    long start = System.nanoTime();
    while (System.nanoTime() - start < TIME.toNanos()) {
      int number = asked.incrementAndGet();
      self[0].unpark();
      assertThat(isAnswered(number)).as("unpark %d ended the park", number).isTrue();
    }
  }

  @Test
  void park_whileAnotherThreadHasTheDriverForAMoment_sleepsOnItAfterwards() throws Exception {
    var parker = new Parker();
    var worker = thread(() -> parker.park(driver));
    parker.bind(worker);
    var due = Clock.systemNow() + Duration.ofMillis(1).toNanos();
    driver.entry(due).poll(() -> { // by who advances the clock, which has the driver
      worker.start();
      await().until(() -> worker.getState() == Thread.State.WAITING);
    });
    await().until(() -> Clock.systemNow() > due + Duration.ofMillis(2).toNanos());
    driver.clockAdvanced();
    var late = new CountDownLatch(1);
    driver.entry(Clock.systemNow() + Duration.ofMillis(50).toNanos()).poll(late::countDown);
    assertThat(late.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the sleeping worker sees to deadlines").isTrue();
    parker.unpark();
  }

  private void registerAndCancel() {
    var entry = driver.entry(Clock.systemNow() + Duration.ofHours(1).toNanos());
    entry.poll(() -> {});
    entry.cancel();
  }

  private boolean isAnswered(int number) {
    long start = System.nanoTime();
    while (answered.get() != number) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }
}
