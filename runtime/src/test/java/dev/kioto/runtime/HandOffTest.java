package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Workers whose thread is not available: it blocks by its own will, or is stuck in a poll.
@Timeout(60)
final class HandOffTest {
  private final CountDownLatch release = new CountDownLatch(1);
  private Runtime runtime = Runtime.builder().enableAll().workerThreads(1).build();

  @AfterEach
  void close() {
    release.countDown();
    runtime.close();
  }

  private void stuckAfter(Duration timeout, int workers) {
    runtime.close();
    runtime = Runtime.builder().enableAll().workerThreads(workers).stuckWorkerTimeout(timeout).build();
  }

  private void awaitRelease() {
    try {
      assertThat(release.await(30, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void blockInPlace_ofTheOnlyWorker_othersGoOn() throws Exception {
    var other = new CountDownLatch(1);
    var blocked = runtime.spawn(_ -> {
      Task.spawn((Context _) -> {
        other.countDown();
        return Poll.ready(0);
      });
      try {
        return Poll.ready(Task.blockInPlace(() -> other.await(30, SECONDS)));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });

    assertThat(blocked.await()).isTrue();
  }

  @Test
  void blockInPlace_inADirectTask_mayPinItsThread() throws Exception {
    var other = new CountDownLatch(1);
    var blocked = runtime.spawn(() -> {
      Task.spawn(() -> other.countDown());
      return Task.blockInPlace(() -> other.await(30, SECONDS));
    });

    assertThat(blocked.await()).isTrue();
    assertThat(runtime.spawn(() -> "after").await()).isEqualTo("after");
  }

  @Test
  void blockInPlace_manyTimes_leavesTheWorkersAsTheyWere() throws Exception {
    for (int i = 0; i < 500; i++) {
      int n = i;
      assertThat(runtime.spawn(_ -> {
        try {
          return Poll.ready(Task.blockInPlace(() -> n));
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }).await()).isEqualTo(n);
    }
    assertThat(runtime.metrics().numWorkers()).isEqualTo(1);
    assertThat(runtime.metrics().workerPollCount(0)).isEqualTo(500);
    assertThat(runtime.shutdownTimeout(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void blockInPlace_awaitInside_isAllowed() {
    var joined = runtime.spawn(_ -> {
      try {
        return Poll.ready(Task.blockInPlace(() -> Task.spawn(() -> "inner").await()));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });

    assertThat(joined.await()).isEqualTo("inner");
  }

  @Test
  void blockInPlace_thatThrows_throwsAndTheWorkerLives() {
    var failed = runtime.spawn(_ -> {
      try {
        return Poll.ready(Task.blockInPlace(() -> {
          throw new IllegalArgumentException("mine");
        }));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });

    assertThatThrownBy(failed::await).hasRootCauseMessage("mine");
    assertThat(runtime.spawn(Futures.ready("alive")).await()).isEqualTo("alive");
  }

  @Test
  void blockInPlace_outsideATask_justRuns() throws Exception {
    assertThat(Task.blockInPlace(() -> 3)).isEqualTo(3);
    assertThat(runtime.blockOn(() -> Task.blockInPlace(() -> 4))).isEqualTo(4);
  }

  @Test
  void blockInPlace_inADirectTaskThatSuspendsInside_leavesItsWorkerToOthers() throws Exception {
    var waits = runtime.spawn(() -> Task.blockInPlace(() -> release.await(30, SECONDS)));
    for (int i = 0; i < 100; i++) {
      int n = i;
      assertThat(runtime.spawn(() -> Task.blockInPlace(() -> {
        Thread.sleep(0, 1);
        return n;
      })).await()).isEqualTo(n);
    }
    release.countDown();

    assertThat(waits.await()).isTrue();
  }

  /// The time is up, and nobody polls the task that the blocked one waits for.
  @Test
  void blockInPlace_awaitsATaskOfARuntimeThatHasStopped_isToldAndClosed() throws Exception {
    var waits = new CountDownLatch(1);
    var waitsAgain = new CountDownLatch(1);
    var joined = runtime.spawn(_ -> {
      try {
        return Poll.ready(Task.blockInPlace(() -> {
          var never = runtime.spawn(() -> {
            while (true) {
              try {
                waits.countDown();
                Futures.pending().await();
              } catch (CancelledException _) {
                waitsAgain.countDown();
              }
            }
          });
          return never.await();
        }));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
    assertThat(waits.await(10, SECONDS)).isTrue();
    runtime.shutdownBackground();
    assertThat(waitsAgain.await(10, SECONDS)).isTrue();
    assertThat(runtime.shutdownTimeout(Duration.ofMillis(50))).isFalse();
    runtime.close();

    assertThatThrownBy(joined::await).hasRootCauseInstanceOf(CancelledException.class);
    assertThat(runtime.metrics().numAliveTasks()).isZero();
  }

  @Test
  void stuckPoll_oneWorker_othersAndTimersGoOn() {
    stuckAfter(Duration.ofMillis(20), 1);
    var stuck = runtime.spawn(_ -> {
      awaitRelease();
      return Poll.ready("late");
    });

    assertThat(runtime.spawn(Futures.map(Time.sleep(Duration.ofMillis(5)), _ -> "on time")).await())
        .isEqualTo("on time");
    assertThat(stuck.isFinished()).isFalse();
    release.countDown();
    assertThat(stuck.await()).isEqualTo("late");
    assertThat(runtime.metrics().workerHandoffCount(0)).isGreaterThanOrEqualTo(1);
  }

  /// What the stuck poll waits for is in its own queue when everybody else has stopped.
  @Test
  void stuckPoll_waitsForATaskOfARuntimeThatHasStopped_isFreed() throws Exception {
    stuckAfter(Duration.ofMillis(20), 2);
    var spawned = new CountDownLatch(1);
    var stuck = runtime.spawn(_ -> {
      var behind = new ArrayList<JoinHandle<?>>();
      for (int i = 0; i < 3; i++) {
        behind.add(Task.spawn(Futures.pending()));
      }
      spawned.countDown();
      await().until(() -> behind.stream().allMatch(JoinHandle::isFinished));
      return Poll.ready("freed");
    });
    assertThat(spawned.await(10, SECONDS)).isTrue();
    runtime.shutdownTimeout(Duration.ZERO);
    runtime.close();

    assertThat(stuck.isFinished()).isTrue();
  }

  @Test
  void stuckPolls_thatEndJustAsTheyAreHandedOver_endNoRuntime() {
    stuckAfter(Duration.ofMillis(1), 1);
    long start = System.nanoTime();
    for (int i = 0; System.nanoTime() - start < Duration.ofSeconds(2).toNanos(); i++) {
      long length = 1_000_000L + i % 40 * 50_000L;
      runtime.spawn((Context _) -> {
        long from = System.nanoTime();
        while (System.nanoTime() - from < length) {
          Thread.onSpinWait();
        }
        return Poll.ready(0);
      });
      assertThat(runtime.spawn(Futures.ready(i)).await()).isEqualTo(i);
    }

    assertThat(runtime.metrics().workerHandoffCount(0)).isGreaterThan(0);
  }

  @Test
  void stuckPoll_taskInItsLifoSlot_runsElsewhere() {
    stuckAfter(Duration.ofMillis(20), 1);
    var stuck = runtime.spawn(_ -> {
      Task.spawn((Context _) -> {
        release.countDown();
        return Poll.ready(0);
      });
      awaitRelease();
      return Poll.ready("freed");
    });

    assertThat(stuck.await()).isEqualTo("freed");
  }

  /// Future tasks that wait, in their polls, for a lock that a direct task holds and cannot give back without a worker.
  @Test
  void stuckPolls_allWorkersWaitForALockOfADirectTask_itIsGivenBack() throws InterruptedException {
    stuckAfter(Duration.ofMillis(20), 2);
    var lock = new ReentrantLock();
    var locked = new CountDownLatch(1);
    var holder = runtime.spawn(() -> {
      lock.lock();
      try {
        locked.countDown();
        release.await();
      } finally {
        lock.unlock();
      }
      return "gave it back";
    });
    assertThat(locked.await(10, SECONDS)).isTrue();
    var first = runtime.spawn(_ -> pass(lock));
    var second = runtime.spawn(_ -> pass(lock));
    await().until(() -> lock.getQueueLength() == 2);

    release.countDown(); // and no worker is free to run the holder

    assertThat(holder.await()).isEqualTo("gave it back");
    assertThat(first.await()).isEqualTo("passed");
    assertThat(second.await()).isEqualTo("passed");
  }

  private static Poll<String> pass(ReentrantLock lock) {
    lock.lock();
    try {
      return Poll.ready("passed");
    } finally {
      lock.unlock();
    }
  }
}
