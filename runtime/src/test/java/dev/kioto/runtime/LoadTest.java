package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.sync.Mpsc;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever is woken gets its turn, however busy the others are, and whoever wakes.
@ParameterizedClass
@EnumSource
@Timeout(60)
final class LoadTest {
  private final Runtime runtime;
  private final AtomicBoolean over = new AtomicBoolean();

  LoadTest(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void close() {
    over.set(true);
    runtime.close();
  }

  /// Is always worth another poll.
  private final class Spinning implements Future<Integer> {
    @Override
    public Poll<Integer> poll(Context cx) {
      if (over.get()) {
        return Poll.ready(0);
      }
      cx.waker().wake();
      return Poll.pending();
    }
  }

  private void load(int tasks) {
    for (int i = 0; i < tasks; i++) {
      runtime.spawn(new Spinning());
      runtime.spawn(() -> {
        while (!over.get()) {
          Thread.yield();
        }
      });
    }
  }

  @Test
  void taskWokenByAThread_underLoad_getsItsTurn() throws Exception {
    load(4);
    for (int i = 0; i < 20; i++) {
      var gate = new CompletableFuture<Integer>();
      var direct = runtime.spawn(() -> gate.get());
      int n = i;
      Thread.ofPlatform().start(() -> gate.complete(n));

      assertThat(direct.await()).isEqualTo(n);
    }
  }

  @Test
  void taskSpawnedByAThread_underLoad_getsItsTurn() {
    load(4);
    for (int i = 0; i < 100; i++) {
      assertThat(runtime.spawn(Futures.ready(i)).await()).isEqualTo(i);
    }
  }

  @Test
  void root_underLoad_getsItsTurn() {
    load(4);
    String done = runtime.blockOn(Futures.then(Task.yieldNow(), _ -> Task.spawn(() -> "done")));

    assertThat(done).isEqualTo("done");
  }

  @Test
  void timer_underLoad_fires() {
    load(20);
    runtime.spawn(Time.sleep(Duration.ofMillis(5))).await();
    runtime.spawn(() -> Thread.sleep(5)).await();
    runtime.blockOn(Time.sleep(Duration.ofMillis(5)));
  }

  @Test
  void yieldNow_loopsOfManyTasks_letTimersAndOthersIn() {
    for (int i = 0; i < 50; i++) {
      runtime.spawn(() -> {
        while (!over.get()) {
          Task.yieldNow().await();
        }
      });
      runtime.spawn(yieldingUntilOver());
    }
    runtime.spawn(Time.sleep(Duration.ofMillis(5))).await();
    assertThat(runtime.spawn(() -> "in").await()).isEqualTo("in");
  }

  /// More than the smallest run queue holds: what overflows must not keep the worker from what stays.
  @Test
  void yieldNow_loopsOfManyTasks_allGetOn() {
    var rounds = new AtomicIntegerArray(100);
    for (int i = 0; i < rounds.length(); i++) {
      int n = i;
      runtime.spawn(() -> {
        while (!over.get()) {
          rounds.incrementAndGet(n);
          Task.yieldNow().await();
        }
      });
    }

    await().until(() -> IntStream.range(0, rounds.length()).allMatch(n -> rounds.get(n) >= 100));
  }

  private Future<Integer> yieldingUntilOver() {
    return new Future<>() {
      @Override
      public Poll<Integer> poll(Context cx) {
        if (over.get()) {
          return Poll.ready(0);
        }
        cx.defer();
        return Poll.pending();
      }
    };
  }

  /// The LIFO slot must not starve those who wait in the queue.
  @Test
  void pairsThatWakeEachOther_saturateTheRuntime_letOthersIn() {
    var pairs = new ArrayList<JoinHandle<?>>();
    for (int i = 0; i < 20; i++) {
      Mpsc.Channel<Integer> ping = Mpsc.channel(1);
      Mpsc.Channel<Integer> pong = Mpsc.channel(1);
      pairs.add(runtime.spawn(() -> {
        while (!over.get()) {
          ping.sender().send(1).await();
          pong.receiver().recv().await();
        }
        ping.sender().close();
      }));
      pairs.add(runtime.spawn(() -> {
        while (ping.receiver().recv().await() != null) {
          pong.sender().send(1).await();
        }
      }));
    }
    var other = runtime.spawn(() -> {
      for (int i = 0; i < 5; i++) {
        Task.yieldNow().await();
      }
      return "in";
    });

    assertThat(other.await()).isEqualTo("in");
    over.set(true);
    pairs.forEach(JoinHandle::await);
  }

  @Test
  void chain_ofSpawnsAndJoins_comesToItsEnd() {
    assertThat(runtime.spawn(() -> link(200)).await()).isEqualTo(200);
    assertThat(runtime.spawn(futureLink(200)).await()).isEqualTo(200);
  }

  private static int link(int n) {
    return n == 0 ? 0 : 1 + Task.spawn(() -> link(n - 1)).await();
  }

  private static Future<Integer> futureLink(int n) {
    return n == 0 ? Futures.ready(0)
        : Futures.then(Futures.ready(n), _ -> Futures.map(Task.spawn(futureLink(n - 1)), below -> below + 1));
  }

  @Test
  void spawnBlocking_fromTasksAndJobs_runs() {
    assertThat(runtime.spawnBlocking(() -> Task.spawnBlocking(() -> "job").await()).await()).isEqualTo("job");
    assertThat(runtime.spawnBlocking(() -> Task.spawn(() -> "task").await()).await()).isEqualTo("task");
    assertThat(runtime.spawn(() -> Task.spawnBlocking(() -> "job").await()).await()).isEqualTo("job");
    assertThat(runtime.<String>spawn(Futures.then(Futures.ready(1), _ -> Task.spawnBlocking(() -> "job"))).await())
        .isEqualTo("job");
    assertThat(runtime.spawnBlocking(() -> {
      Time.sleep(Duration.ofMillis(1)).await();
      return "slept";
    }).await()).isEqualTo("slept");
  }

  /// Polled again after each wake, and never without one.
  private static final class Counting implements Future<Integer> {
    private final int wanted;
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile @Nullable Waker waker;
    private final CountDownLatch started = new CountDownLatch(1);

    Counting(int wanted) {
      this.wanted = wanted;
    }

    @Override
    public Poll<Integer> poll(Context cx) {
      waker = cx.waker();
      started.countDown();
      return wakes.get() >= wanted ? Poll.ready(wakes.get()) : Poll.pending();
    }

    void wake() {
      wakes.incrementAndGet();
      var waiting = waker;
      if (waiting != null) {
        waiting.wake();
      }
    }
  }

  @Test
  void tasks_wokenByManyThreadsAtOnce_missNoWake() throws InterruptedException {
    int threads = 4;
    int each = 500;
    var futures = new ArrayList<Counting>();
    var handles = new ArrayList<JoinHandle<Integer>>();
    for (int i = 0; i < 8; i++) {
      var future = new Counting(threads * each);
      futures.add(future);
      handles.add(runtime.spawn(future));
      assertThat(future.started.await(10, SECONDS)).isTrue();
    }
    var waking = new ArrayList<Thread>();
    for (int i = 0; i < threads; i++) {
      waking.add(Thread.ofPlatform().start(() -> {
        for (int n = 0; n < each; n++) {
          futures.forEach(Counting::wake);
        }
      }));
    }

    assertThat(handles).allSatisfy(handle -> assertThat(handle.await()).isGreaterThanOrEqualTo(threads * each));
    for (var thread : waking) {
      thread.join();
    }
  }

  @Test
  void tasks_thatWakeEachOtherAcrossKinds_allEnd() {
    List<JoinHandle<Integer>> handles = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      var before = handles.isEmpty() ? runtime.spawn(Futures.ready(0)) : handles.getLast();
      handles
          .add(i % 2 == 0 ? runtime.spawn(() -> before.await() + 1) : runtime.spawn(Futures.map(before, n -> n + 1)));
    }

    assertThat(handles.getLast().await()).isEqualTo(100);
  }
}
