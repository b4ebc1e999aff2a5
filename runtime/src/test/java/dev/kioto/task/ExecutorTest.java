package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Futures;
import dev.kioto.future.Manual;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A runtime in the dress of an [ExecutorService].
@Timeout(60)
@ParameterizedClass
@EnumSource(Setup.class)
final class ExecutorTest {
  private final Runtime runtime;
  private final ExecutorService executor;

  ExecutorTest(Setup setup) {
    runtime = setup.start();
    executor = runtime.handle().executor();
  }

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  private static String lasts(CountDownLatch started, AtomicBoolean unwound) {
    try {
      started.countDown();
      return Futures.<String>pending().await();
    } finally {
      unwound.set(true);
    }
  }

  @Test
  void submit_runsADirectTaskOfTheRuntime() throws Exception {
    var future = executor.submit(() -> Thread.currentThread().isVirtual() && Task.id() > 0);

    assertThat(future.get()).isTrue();
  }

  @Test
  void submit_ofCodeThatFails_failsItsFuture() {
    var future = executor.submit(() -> {
      throw new IllegalStateException("odd");
    });

    assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("odd");
  }

  @Test
  void invokeAll_runsAllAtOnce() throws Exception {
    var together = new CountDownLatch(10);
    Callable<Integer> meets = () -> {
      together.countDown();
      together.await();
      return 1;
    };
    var futures = executor.invokeAll(IntStream.range(0, 10).mapToObj(_ -> meets).toList());

    for (var future : futures) {
      assertThat(future.get()).isEqualTo(1);
    }
  }

  @Test
  void invokeAll_withATimeout_cancelsWhatIsNotDone() throws Exception {
    var unwound = new AtomicBoolean();
    var futures = executor.invokeAll(List.of(() -> lasts(new CountDownLatch(1), unwound)), 20, TimeUnit.MILLISECONDS);

    assertThat(futures).allMatch(Future::isCancelled);
  }

  @Test
  void invokeAny_givesOneAndEndsTheOthers() throws Exception {
    var started = new CountDownLatch(1);
    var unwound = new AtomicBoolean();
    String first = executor.invokeAny(List.of(() -> lasts(started, unwound), () -> {
      started.await();
      return "first";
    }));

    assertThat(first).isEqualTo("first");
    await().untilTrue(unwound);
  }

  @Test
  void cancel_interruptsTheTask() throws Exception {
    var started = new CountDownLatch(1);
    var unwound = new AtomicBoolean();
    var future = executor.submit(() -> lasts(started, unwound));
    started.await();
    assertThat(future.cancel(true)).isTrue();

    await().untilTrue(unwound);
    assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
  }

  @Test
  void completableFuture_onTheExecutor_runsOnTheRuntime() throws Exception {
    assertThat(CompletableFuture.supplyAsync(Task::id, executor).thenApplyAsync(id -> id > 0 && Task.id() > 0, executor)
        .get()).isTrue();
  }

  // --- the end ---

  @Test
  void shutdown_letsTasksEndAndRefusesNewOnes() throws Exception {
    var gate = new Manual<Integer>();
    var future = executor.submit(gate::await);
    executor.shutdown();

    assertThat(executor.isShutdown()).isTrue();
    assertThat(executor.isTerminated()).isFalse();
    assertThat(executor.awaitTermination(5, TimeUnit.MILLISECONDS)).isFalse();
    assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("shut down");
    gate.complete(1);
    assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(executor.isTerminated()).isTrue();
    assertThat(future.get()).isEqualTo(1);
  }

  @Test
  void shutdownNow_interruptsWhatRuns() throws Exception {
    var started = new CountDownLatch(3);
    var unwound = new AtomicBoolean();
    for (int i = 0; i < 3; i++) {
      executor.execute(() -> lasts(started, unwound));
    }
    started.await();

    assertThat(executor.shutdownNow()).isEmpty();
    assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(unwound).isTrue();
    assertThatThrownBy(() -> executor.submit(() -> 1)).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void shutdownNow_withTasksThatHaveNotBegun_givesEachBackOrRunsIt() throws Exception {
    var ran = new AtomicInteger();
    for (int i = 0; i < 500; i++) {
      executor.execute(ran::incrementAndGet);
    }
    int given = executor.shutdownNow().size();

    assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(ran.get() + given).isEqualTo(500);
  }

  @Test
  void close_waitsForItsTasks() {
    var ended = new AtomicInteger();
    try (executor) {
      for (int i = 0; i < 100; i++) {
        executor.execute(() -> {
          Task.yieldNow().await();
          ended.incrementAndGet();
        });
      }
    }

    assertThat(ended).hasValue(100);
    executor.close();
  }

  @Test
  void close_interrupted_interruptsItsTasksAndKeepsTheInterrupt() throws Exception {
    var started = new CountDownLatch(1);
    var unwound = new AtomicBoolean();
    executor.execute(() -> lasts(started, unwound));
    started.await();
    Thread.currentThread().interrupt();
    executor.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(unwound).isTrue();
    assertThat(executor.isTerminated()).isTrue();
  }

  @Test
  void awaitTermination_interrupted_throws() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> executor.awaitTermination(1, TimeUnit.HOURS)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void tasks_ofARuntimeThatShutsDown_endAndSoDoesTheExecutor() throws Exception {
    var started = new CountDownLatch(1);
    var unwound = new AtomicBoolean();
    var running = executor.submit(() -> lasts(started, unwound));
    started.await();
    runtime.close();

    assertThatThrownBy(() -> running.get(1, TimeUnit.MINUTES))
        .isNotInstanceOf(TimeoutException.class);
    assertThatThrownBy(() -> executor.submit(() -> 1)).isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("runtime");
    executor.close();
    assertThat(executor.isTerminated()).isTrue();
  }

  @Test
  void close_insideBlockOn_runsTheTasksOfACurrentThreadRuntime() {
    try (var single = Runtime.builder().currentThread().build()) {
      var ran = new AtomicInteger();
      single.blockOn(() -> {
        try (var own = single.handle().executor()) {
          own.execute(ran::incrementAndGet);
        }
        assertThat(ran).hasValue(1);
      });
    }
  }

  @Test
  void executor_ofANamedSpawner_givesItsTasksTheName() throws Exception {
    var started = new CountDownLatch(1);
    try (var named = runtime.task().name("report").executor()) {
      named.execute(() -> lasts(started, new AtomicBoolean()));
      started.await();
      assertThat(runtime.dump().toString()).contains("'report'");
      named.shutdownNow();
    }
  }

  @Test
  @SuppressWarnings("NullAway") // which code that is not checked can do
  void execute_ofNull_isRefused() {
    assertThatNullPointerException().isThrownBy(() -> executor.execute(null));
    assertThat(executor.isShutdown()).isFalse();
  }
}
