package dev.kioto.task;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.runtime.LocalRuntime;
import dev.kioto.runtime.Runtime;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tasks that belong to one thread.
@Timeout(60)
final class LocalSetTest {
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(2).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void runUntil_localTasks_arePolledByTheCallerAlone() {
    List<Thread> threads = new ArrayList<>(); // not safe for others: that is the point
    try (var local = new LocalSet(runtime.task())) {
      runtime.blockOn(local.runUntil(Futures.then(Task.yieldNow(), _ -> {
        var first = Task.spawnLocal(remember(threads, 3));
        var second = Task.spawnLocal(remember(threads, 3));
        return Futures.then(first, _ -> second);
      })));
    }

    assertThat(threads).hasSize(8).containsOnly(Thread.currentThread());
  }

  private static Future<Boolean> remember(List<Thread> threads, int yields) {
    return new Future<>() {
      private int left = yields;

      @Override
      public Poll<Boolean> poll(Context cx) {
        threads.add(Thread.currentThread());
        if (left-- == 0) {
          return Poll.ready(true);
        }
        cx.waker().wake();
        return Poll.pending();
      }
    };
  }

  @Test
  void polls_ofLocalTasks_areCountedBesideTheWorkersAndKeptWhenTheSetIsClosed() {
    var metrics = runtime.metrics();
    long before = 0;
    for (int round = 1; round <= 2; round++) {
      try (var local = new LocalSet(runtime.task())) {
        runtime.blockOn(local.runUntil(local.spawnLocal(remember(new ArrayList<>(), 3))));
        assertThat(metrics.localSetPollCount()).isEqualTo(before + 4);
      }
      before = metrics.localSetPollCount();
      assertThat(before).isEqualTo(round * 4L);
    }
    assertThat(metrics.workerPollCount(0) + metrics.workerPollCount(1)).isZero();
  }

  @Test
  void budget_ofALocalTask_isCountedWhenItIsSpent() {
    var spent = new AtomicInteger();
    try (var local = new LocalSet(runtime.task())) {
      runtime.blockOn(local.runUntil(local.spawnLocal(cx -> {
        while (cx.takeBudget()) {
          spent.incrementAndGet();
        }
        return Poll.ready(0);
      })));
    }

    assertThat(spent).hasValue(128);
    assertThat(runtime.metrics().budgetForcedYieldCount()).isEqualTo(1);
  }

  @Test
  void poll_wokenByOtherThreads_loosesNoWake() {
    try (var local = new LocalSet(runtime.task())) {
      for (int i = 0; i < 1_000; i++) {
        var waits = local.spawnLocal(runtime.spawn(() -> "from a worker"));
        assertThat(runtime.<String>blockOn(local.runUntil(waits))).isEqualTo("from a worker");
      }
    }
  }

  @Test
  void poll_ofTheSetItself_isReadyWhenEveryTaskHasEnded() {
    var ended = new AtomicInteger();
    try (var local = new LocalSet(runtime.task())) {
      for (int i = 0; i < 200; i++) {
        local.spawnLocal(Futures.map(Time.sleep(Duration.ofMillis(i % 5)), _ -> ended.incrementAndGet()));
      }
      runtime.blockOn(local);
    }

    assertThat(ended).hasValue(200);
  }

  @Test
  void spawn_ofTheRuntimeInsideALocalTask_goesToTheWorkers() {
    try (var local = new LocalSet(runtime.task())) {
      var name = runtime.<String>blockOn(local.runUntil(local.spawnLocal(
          Futures.then(Task.yieldNow(),
              _ -> Task.spawn((Context _) -> Poll.ready(Thread.currentThread().getName()))))));

      assertThat(name).startsWith("kioto-worker-");
    }
  }

  @Test
  void close_withLiveTasks_dropsTheirFutures() {
    var dropped = new AtomicInteger();
    JoinHandle<String> left;
    try (var local = new LocalSet(runtime.task())) {
      left = local.spawnLocal(new Future<>() {
        @Override
        public Poll<String> poll(Context cx) {
          return Poll.pending();
        }

        @Override
        public void drop() {
          dropped.incrementAndGet();
        }
      });
      runtime.blockOn(local.runUntil(Task.yieldNow()));
    }

    assertThat(dropped).hasValue(1);
    assertThatThrownBy(left::await).isInstanceOfSatisfying(JoinException.class,
        e -> assertThat(e.isCancelled()).isTrue());
  }

  @Test
  void close_insideTheSet_isRefused() {
    var local = new LocalSet(runtime.task());
    var inside = local.spawnLocal((Context _) -> {
      local.close();
      return Poll.ready(1);
    });

    assertThatThrownBy(() -> runtime.blockOn(local.runUntil(inside))).hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("from inside it");
    local.close();
  }

  @Test
  void blockInPlace_insideTheSet_isRefused() {
    try (var local = new LocalSet(runtime.task())) {
      var inside = local.spawnLocal((Context _) -> {
        try {
          return Poll.ready(Task.blockInPlace(() -> 1));
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      });

      assertThatThrownBy(() -> runtime.blockOn(local.runUntil(inside))).hasMessageContaining("inside a LocalSet");
    }
  }

  @Test
  void spawnLocal_onAnotherThread_namesBothThreads() throws Exception {
    var failure = new CompletableFuture<Throwable>();
    try (var local = new LocalSet(runtime.task())) {
      var other = new Thread(() -> {
        try {
          local.spawnLocal(Futures.ready(1));
        } catch (Throwable e) {
          failure.complete(e);
        }
      }, "another");
      other.start();

      assertThat(failure.get(10, SECONDS)).isInstanceOf(IllegalStateException.class).hasMessageContaining("another")
          .hasMessageContaining(Thread.currentThread().getName());
    }
  }

  @Test
  void spawnLocal_outsideASet_saysSo() {
    assertThatThrownBy(() -> runtime.blockOn(() -> Task.spawnLocal(Futures.ready(1))))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("LocalSet");
  }

  @Test
  void localRuntime_bothKindsOfTask_runOnItsThread() {
    try (LocalRuntime own = Runtime.builder().enableAll().buildLocal()) {
      var carrier = own.blockOn(() -> Task.spawn(() -> {
        Thread.sleep(1);
        return Thread.currentThread().toString();
      }).await());
      var poller = own.blockOn(() -> Task.spawnLocal((Context _) -> Poll.ready(Thread.currentThread())).await());

      assertThat(carrier).endsWith("@" + Thread.currentThread().getName());
      assertThat(poller).isEqualTo(Thread.currentThread());
    }
  }

  @Test
  void localRuntime_blockOnElsewhere_isRefusedNamingTheOwner() throws Exception {
    var failure = new CompletableFuture<Throwable>();
    try (LocalRuntime own = Runtime.builder().buildLocal()) {
      var other = new Thread(() -> {
        try {
          own.blockOn(Futures.ready(1));
        } catch (Throwable e) {
          failure.complete(e);
        }
      });
      other.start();

      assertThat(failure.get(10, SECONDS)).hasMessageContaining(Thread.currentThread().getName());
    }
  }

  @Test
  void localRuntime_awaitedElsewhere_pollsItsTasksOnItsThreadAlone() throws Exception {
    try (LocalRuntime own = Runtime.builder().enableAll().buildLocal()) {
      var waits = new CountDownLatch(2);
      var task = own.spawnLocal((Context _) -> Poll.ready(Thread.currentThread()));
      var job = own.spawnBlocking(() -> {
        waits.countDown();
        return task.await();
      });
      var entered = new CompletableFuture<Thread>();
      new Thread(() -> {
        try (var _ = own.handle().enter()) {
          waits.countDown();
          entered.complete(task.await());
        }
      }).start();
      assertThat(waits.await(10, SECONDS)).isTrue();
      assertThat(runtime.blockOn(Time.sleep(Duration.ofMillis(50)))).isNull(); // nobody polls it meanwhile

      assertThat(task.isFinished()).isFalse();
      assertThat(own.blockOn(job)).isEqualTo(Thread.currentThread());
      assertThat(entered.get(10, SECONDS)).isEqualTo(Thread.currentThread());
    }
  }

  @Test
  void localRuntime_close_unwindsItsTasksOnItsThread() {
    var unwoundOn = new CompletableFuture<String>();
    try (LocalRuntime own = Runtime.builder().enableAll().buildLocal()) {
      own.spawnLocal(() -> {
        try {
          Thread.sleep(60_000);
        } finally {
          unwoundOn.complete(Thread.currentThread().toString());
        }
      });
      own.blockOn(Task.yieldNow());
    }

    assertThat(unwoundOn)
        .isCompletedWithValueMatching(thread -> thread.endsWith("@" + Thread.currentThread().getName()));
  }
}
