package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.task.JoinException;
import dev.kioto.task.JoinHandle;
import dev.kioto.time.Time;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Nobody waits for ever for a runtime that has shut down, however it was shut down and whatever ran on it.
@ParameterizedClass
@EnumSource
@Timeout(60)
final class ShutdownTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Runtime runtime;

  ShutdownTest(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  // Waits again after it was told to end.
  private JoinHandle<?> spawnStubborn() throws InterruptedException {
    var started = new CountDownLatch(1);
    var handle = runtime.spawn(() -> {
      try {
        started.countDown();
        Futures.pending().await();
      } finally {
        Futures.pending().await();
      }
    });
    assertThat(started.await(10, SECONDS)).isTrue();
    return handle;
  }

  private static void assertCancelled(JoinHandle<?> handle) {
    assertThatThrownBy(handle::await).isInstanceOfSatisfying(JoinException.class,
        e -> assertThat(e.isCancelled()).as(e.getMessage()).isTrue());
  }

  @Test
  void shutdownTimeout_taskWaitsAgain_countsAsCancelled() throws InterruptedException {
    var stubborn = spawnStubborn();

    assertThat(runtime.shutdownTimeout(SHORT)).isFalse();
    assertCancelled(stubborn);
    assertThat(runtime.metrics().numAliveTasks()).isZero();
  }

  @Test
  void shutdownTimeout_tasksThatWaitForEachOther_allEnd() throws InterruptedException {
    var handles = new ArrayList<JoinHandle<?>>();
    handles.add(spawnStubborn());
    for (int i = 0; i < 1_000; i++) {
      var before = handles.getLast();
      handles.add(runtime.spawn(() -> {
        try {
          before.await();
        } catch (CancelledException _) {
          before.await();
        }
      }));
    }

    assertThat(runtime.shutdownTimeout(SHORT)).isFalse();
    assertThat(handles).allSatisfy(h -> assertThatThrownBy(h::await).isInstanceOf(JoinException.class));
  }

  @Test
  void shutdownTimeout_besideAClose_endsBoth() throws Exception {
    spawnStubborn();
    try (var executor = Executors.newSingleThreadExecutor()) {
      var closing = executor.submit(runtime::close);
      assertThat(runtime.shutdownTimeout(SHORT)).isFalse();

      closing.get(10, SECONDS);
    }
  }

  @Test
  void shutdownTimeout_taskIsFirstInTheQueueOfALock_passesTheLockOn() throws Exception {
    var lock = new ReentrantLock();
    var passed = new CountDownLatch(1);
    lock.lock();
    try {
      runtime.spawn(() -> {
        lock.lock();
        try {
          passed.countDown();
        } finally {
          lock.unlock();
        }
      });
      await().until(lock::hasQueuedThreads);
      assertThat(runtime.shutdownTimeout(SHORT)).isFalse();
    } finally {
      lock.unlock();
    }

    assertThat(passed.await(10, SECONDS)).isTrue();
  }

  @Test
  void shutdownTimeout_childThreadWaits_goesOnOutsideTheRuntime() throws Exception {
    var started = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    runtime.spawn(() -> {
      Thread.startVirtualThread(() -> {
        started.countDown();
        while (gate.getCount() > 0) {
          Thread.interrupted();
          LockSupport.parkNanos(1_000_000);
        }
        ended.countDown();
      });
    }).await();
    assertThat(started.await(10, SECONDS)).isTrue();

    assertThat(runtime.shutdownTimeout(SHORT)).isFalse();
    gate.countDown();
    assertThat(ended.await(10, SECONDS)).isTrue();
  }

  @Test
  void unpark_afterTheStop_findsTheTaskEnded() throws InterruptedException {
    var thread = new AtomicReference<@Nullable Thread>();
    var handle = runtime.spawn(() -> {
      thread.set(Thread.currentThread());
      while (true) {
        LockSupport.park();
        Thread.interrupted();
      }
    });
    await().until(() -> thread.get() != null);

    assertThat(runtime.shutdownTimeout(SHORT)).isFalse();
    LockSupport.unpark(thread.get());
    assertCancelled(handle);
  }

  @Test
  void spawns_whileTheRuntimeStops_allEnd() throws Exception {
    var handles = new ArrayList<JoinHandle<?>>();
    try (var executor = Executors.newSingleThreadExecutor()) {
      var spawned = new CountDownLatch(100);
      var spawning = executor.submit(() -> {
        for (int i = 0; i < 5_000; i++) {
          handles.add(runtime.spawn(() -> 1));
          handles.add(runtime.spawn(Futures.pending()));
          spawned.countDown();
        }
      });
      assertThat(spawned.await(10, SECONDS)).isTrue();
      runtime.shutdownTimeout(Duration.ZERO);
      spawning.get(20, SECONDS);
    }

    for (var handle : handles) {
      try {
        assertThat(handle.await()).isEqualTo(1);
      } catch (JoinException e) {
        assertThat(e.isCancelled()).as(e.getMessage()).isTrue();
      }
    }
  }

  @Test
  void shutdownBackground_suspendedDirectTask_unwinds() throws InterruptedException {
    var started = new CountDownLatch(1);
    var unwound = new CountDownLatch(1);
    var handle = runtime.spawn(() -> {
      try {
        started.countDown();
        Futures.pending().await();
      } finally {
        Time.sleep(SHORT).await(); // to clean up may take a while
        unwound.countDown();
      }
    });
    assertThat(started.await(10, SECONDS)).isTrue();
    runtime.shutdownBackground();

    assertThat(unwound.await(10, SECONDS)).isTrue();
    assertCancelled(handle);
  }

  @Test
  void shutdownBackground_fromInsideATask_abortsThatTaskToo() {
    var handle = runtime.spawn(() -> {
      runtime.shutdownBackground();
      Futures.pending().await();
    });

    assertCancelled(handle);
  }

  @Test
  void close_interrupted_leavesTasksTheTimeToUnwind() throws InterruptedException {
    var started = new CountDownLatch(1);
    var unwound = new CountDownLatch(1);
    runtime.spawn(() -> {
      try {
        started.countDown();
        Futures.pending().await();
      } finally {
        Time.sleep(SHORT).await();
        unwound.countDown();
      }
    });
    assertThat(started.await(10, SECONDS)).isTrue();
    Thread.currentThread().interrupt();
    runtime.close();

    assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    assertThat(unwound.await(10, SECONDS)).isTrue();
  }

  @Test
  void close_rootSleeps_endsTheSleep() throws Exception {
    try (var executor = Executors.newSingleThreadExecutor()) {
      var polled = new CountDownLatch(1);
      var root = executor.submit(() -> runtime.blockOn(() -> {
        var sleep = Time.sleep(Duration.ofHours(1));
        Future<Boolean> announced = cx -> {
          boolean ready = sleep.poll(cx).isReady();
          polled.countDown();
          return ready ? Poll.ready(true) : Poll.pending();
        };
        announced.await();
      }));
      assertThat(polled.await(10, SECONDS)).isTrue();
      runtime.close();

      assertThatThrownBy(() -> root.get(10, SECONDS)).hasCauseInstanceOf(CancelledException.class)
          .hasMessageContaining("has shut down");
    }
  }

  @Test
  void close_blockingJobSleeps_endsTheSleepAndWaitsForTheJob() throws InterruptedException {
    var started = new CountDownLatch(1);
    var job = runtime.spawnBlocking(() -> {
      started.countDown();
      return Time.sleep(Duration.ofHours(1)).await();
    });
    assertThat(started.await(10, SECONDS)).isTrue();

    assertThat(runtime.shutdownTimeout(Duration.ofSeconds(20))).isTrue();
    assertThatThrownBy(job::await).hasCauseInstanceOf(CancelledException.class);
  }

  @Test
  void durations_beyondTheRangeOfNanoseconds_areTakenAsForEver() throws InterruptedException {
    var forever = ChronoUnit.FOREVER.getDuration();
    var patient = Runtime.builder().enableAll().workerThreads(1).threadKeepAlive(forever).build();

    assertThat(patient.spawnBlocking(() -> 1).await()).isEqualTo(1);
    assertThat(patient.shutdownTimeout(forever)).isTrue();
  }
}
