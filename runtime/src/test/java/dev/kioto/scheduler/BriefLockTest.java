package dev.kioto.scheduler;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.BriefLock;
import dev.kioto.future.Futures;
import dev.kioto.probe.Probe;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BriefLockTest {

  /// With a lock that the virtual thread queues for, its only worker queues behind it, and nobody takes the free lock.
  @Test
  void unlock_aVirtualThreadAndItsWorkerWait_bothGetTheLock() throws InterruptedException {
    var scheduler = Scheduler.start(TestTasks.options(1, Probe.NONE));
    var lock = new BriefLock();
    var passed = new CountDownLatch(2);
    var started = new CountDownLatch(1);
    lock.lock();
    try {
      scheduler.spawn(() -> {
        started.countDown();
        pass(lock, passed);
        return 0;
      }, TaskOptions.NONE, "virtual");
      assertThat(started.await(10, SECONDS)).isTrue();
      scheduler.spawn(Futures.map(Futures.ready(0), n -> {
        pass(lock, passed);
        return n;
      }), TaskOptions.NONE);
      await().until(lock::hasQueuedThreads);
    } finally {
      lock.unlock();
    }

    assertThat(passed.await(10, SECONDS)).isTrue();
    assertThat(scheduler.shutdown(SECONDS.toNanos(10))).isTrue();
  }

  private static void pass(BriefLock lock, CountDownLatch passed) {
    lock.lock();
    try {
      passed.countDown();
    } finally {
      lock.unlock();
    }
  }
}
