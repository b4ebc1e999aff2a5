package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.task.JoinException;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What a user sees of a runtime of any kind.
@ParameterizedClass
@EnumSource
@Timeout(60)
final class RuntimeTest {
  private final Setup setup;
  private final Runtime runtime;

  RuntimeTest(Setup setup) {
    this.setup = setup;
    runtime = setup.start();
  }

  @AfterEach
  void shutDown() throws InterruptedException {
    assertThat(runtime.shutdownTimeout(Duration.ofSeconds(20))).as("everything ended").isTrue();
    assertThat(runtime.metrics().numAliveTasks()).isZero();
  }

  @Test
  void blockOn_readyFuture_returnsItsValue() {
    assertThat(runtime.blockOn(Futures.ready(7))).isEqualTo(7);
  }

  @Test
  void spawn_future_isPolledByAWorker() {
    var handle = runtime.spawn(Futures.map(Futures.ready(""), _ -> Thread.currentThread().getName()));

    assertThat(handle.await()).startsWith(setup == Setup.CURRENT_THREAD ? "driver" : "kioto-worker-");
  }

  @Test
  void spawn_body_runsOnAVirtualThread() {
    assertThat(runtime.spawn(() -> Thread.currentThread().isVirtual()).await()).isTrue();
  }

  @Test
  void spawn_failingBody_reachesTheJoiner() {
    var failure = new IOException("no such thing");
    var handle = runtime.spawn(() -> {
      throw failure;
    });

    assertThatThrownBy(handle::await).isInstanceOf(JoinException.class).hasCause(failure)
        .hasMessageContaining("failed");
  }

  @Test
  void spawn_failingFuture_reachesTheJoiner() {
    var failure = new IllegalArgumentException("odd");
    Future<String> failing = _ -> {
      throw failure;
    };

    assertThatThrownBy(runtime.spawn(failing)::await).isInstanceOf(JoinException.class).hasCause(failure);
  }

  @Test
  void tasks_ofBothKinds_joinEachOther() {
    int result = runtime.blockOn(() -> {
      JoinHandle<Integer> direct = Task.spawn(() -> 20);
      JoinHandle<Integer> future = Task.spawn(Futures.map(direct, n -> n + 1));
      return Task.spawn(() -> future.await() * 2).await();
    });

    assertThat(result).isEqualTo(42);
  }

  @Test
  void manyTasks_spawnedFromOutside_allRun() {
    var ran = new AtomicInteger();
    var handles = new ArrayList<JoinHandle<?>>();
    for (int i = 0; i < 5_000; i++) {
      handles.add(runtime.spawn(_ -> Poll.ready(ran.incrementAndGet())));
      handles.add(runtime.spawn(() -> ran.incrementAndGet()));
    }
    handles.forEach(Future::await);

    assertThat(ran).hasValue(10_000);
  }

  @Test
  void manyTasks_spawnedFromOneTask_overflowTheLocalQueueAndAllRun() {
    var ran = new AtomicInteger();
    runtime.spawn(() -> {
      var handles = new ArrayList<JoinHandle<Integer>>();
      for (int i = 0; i < 2_000; i++) {
        handles.add(Task.spawn(_ -> Poll.ready(ran.incrementAndGet())));
      }
      handles.forEach(Future::await);
    }).await();

    assertThat(ran).hasValue(2_000);
  }

  @Test
  void manyTasks_spawnedFromInsideAndOutsideAtOnce_allEnd() {
    var directs = new ArrayList<JoinHandle<?>>();
    for (int i = 0; i < 8; i++) {
      directs.add(runtime.spawn(() -> {
        for (int n = 0; n < 20_000; n++) {
          Task.spawn(Futures.ready(n));
          if (n % 50 == 0) {
            Task.yieldNow().await();
          }
        }
      }));
    }
    try (var executor = Executors.newFixedThreadPool(3)) {
      for (int i = 0; i < 3; i++) {
        executor.execute(() -> {
          for (int n = 0; n < 5_000; n++) {
            runtime.spawn(Futures.ready(n)).await();
          }
        });
      }
      directs.forEach(Future::await);
    }
  }

  @Test
  void yieldNow_twoDirectTasks_bothAdvance() {
    var handles = new ArrayList<JoinHandle<Integer>>();
    for (int i = 0; i < 2; i++) {
      handles.add(runtime.spawn(() -> {
        int n = 0;
        while (n < 1_000) {
          Task.yieldNow().await();
          n++;
        }
        return n;
      }));
    }

    assertThat(handles).allSatisfy(h -> assertThat(h.await()).isEqualTo(1_000));
  }

  @Test
  void sleep_isNeverEarly() {
    long start = System.nanoTime();
    runtime.spawn(() -> Time.sleep(Duration.ofMillis(30)).await()).await();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
  }

  @Test
  void sleep_laterAndEarlierDeadlines_allFireAndNoneEarly() {
    var early = new ConcurrentLinkedQueue<Integer>();
    runtime.blockOn(() -> {
      var handles = new ArrayList<JoinHandle<?>>();
      for (int millis : new int[] {300, 20, 150, 80}) {
        long deadline = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        handles.add(Task.spawn(Futures.map(Time.sleep(Duration.ofMillis(millis)),
            _ -> System.nanoTime() - deadline >= 0 || early.add(millis))));
      }
      handles.forEach(Future::await);
    });

    assertThat(early).isEmpty();
  }

  @Test
  void sleep_outsideARuntime_saysWhatToDo() {
    assertThatIllegalStateException().isThrownBy(() -> Time.sleep(Duration.ofMillis(1)).await())
        .withMessageContaining("belongs to no runtime");
  }

  @Test
  void spawnBlocking_runsBesideTheWorkers() {
    var name = runtime.spawnBlocking(() -> Thread.currentThread().getName()).await();

    assertThat(name).startsWith("kioto-worker-blocking-");
  }

  @Test
  void spawnBlocking_codeWithoutAValue_runs() {
    var ran = new AtomicBoolean();
    runtime.spawnBlocking(() -> ran.set(true)).await();
    runtime.handle().spawnBlocking(() -> assertThat(ran.compareAndSet(true, false)).isTrue()).await();

    assertThat(ran).isFalse();
  }

  @Test
  void await_insideAPoll_isRefused() {
    Future<String> wrong = _ -> Poll.ready(Futures.<String>pending().await());

    assertThatThrownBy(runtime.spawn(wrong)::await).hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("would block the worker");
  }

  @Test
  void abort_suspendedDirectTask_unwindsThroughFinally() throws InterruptedException {
    var started = new CountDownLatch(1);
    var unwound = new AtomicReference<@Nullable Throwable>();
    var handle = runtime.spawn(() -> {
      try {
        started.countDown();
        Futures.pending().await();
      } catch (CancelledException e) {
        unwound.set(e);
        throw e;
      }
    });
    assertThat(started.await(10, SECONDS)).isTrue();
    handle.abort();

    assertThatThrownBy(handle::await).isInstanceOfSatisfying(JoinException.class,
        e -> assertThat(e.isCancelled()).isTrue());
    assertThat(unwound).doesNotHaveNullValue();
  }

  @Test
  void abort_pendingFutureTask_dropsTheFuture() throws InterruptedException {
    var polled = new CountDownLatch(1);
    var dropped = new AtomicBoolean();
    var handle = runtime.spawn(new Future<String>() {
      @Override
      public Poll<String> poll(Context cx) {
        polled.countDown();
        return Poll.pending();
      }

      @Override
      public void drop() {
        dropped.set(true);
      }
    });
    assertThat(polled.await(10, SECONDS)).isTrue();
    handle.abort();

    assertThatThrownBy(handle::await).isInstanceOfSatisfying(JoinException.class,
        e -> assertThat(e.isCancelled()).isTrue());
    assertThat(dropped).isTrue();
  }

  @Test
  void virtualThreads_startedInsideADirectTask_runOnTheSameRuntime() {
    var carriers = runtime.spawn(() -> {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        return executor.submit(() -> Thread.currentThread().toString()).get();
      }
    }).await();

    assertThat(carriers).contains(setup == Setup.CURRENT_THREAD ? "@driver" : "@kioto-worker-");
  }

  @Test
  void jdkSleep_insideADirectTask_doesNotHoldTheWorker() throws InterruptedException {
    var sleepers = new ArrayList<JoinHandle<?>>();
    var asleep = new CountDownLatch(50);
    for (int i = 0; i < 50; i++) {
      sleepers.add(runtime.spawn(() -> {
        asleep.countDown();
        Thread.sleep(Duration.ofHours(1)); // until it is aborted
      }));
    }

    assertThat(asleep.await(30, SECONDS)).as("more tasks sleep than there are workers").isTrue();
    assertThat(runtime.spawn(() -> 7).await()).isEqualTo(7);
    sleepers.forEach(JoinHandle::abort);
  }

  @Test
  void taskId_insideATask_isTheHandles() {
    var handle = runtime.spawn(Task::id);

    assertThat(handle.await()).isEqualTo(handle.id());
  }

  @Test
  void shutdown_withEveryKindOfTaskAlive_endsThemAll() throws InterruptedException {
    var started = new CountDownLatch(3);
    var direct = runtime.spawn(() -> {
      started.countDown();
      Futures.pending().await();
    });
    var future = runtime.spawn(_ -> {
      started.countDown();
      return Poll.pending();
    });
    var jdk = runtime.spawn(() -> {
      started.countDown();
      new CountDownLatch(1).await();
    });
    assertThat(started.await(10, SECONDS)).isTrue();

    assertThat(runtime.shutdownTimeout(Duration.ofSeconds(10))).isTrue();
    for (var handle : List.of(direct, future, jdk)) {
      assertThatThrownBy(handle::await).isInstanceOfSatisfying(JoinException.class,
          e -> assertThat(e.isCancelled()).as(e.getMessage()).isTrue());
    }
  }

  @Test
  void spawn_afterShutdown_isCancelled() throws InterruptedException {
    runtime.shutdownTimeout(Duration.ofSeconds(10));

    for (var handle : List.of(runtime.spawn(() -> 1), runtime.spawn(Futures.ready(1)),
        runtime.spawnBlocking(() -> 1))) {
      assertThatThrownBy(handle::await).isInstanceOfSatisfying(JoinException.class,
          e -> assertThat(e.isCancelled()).isTrue());
    }
  }
}
