package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.task.JoinException;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A future that is not over is dropped once, whatever ends its task, and one that is over never.
@ParameterizedClass
@EnumSource
@Timeout(60)
final class DropTest {
  private final Runtime runtime;

  DropTest(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  /// Is ready, or fails, when it is told to.
  private static final class Observed implements Future<Integer> {
    private final CountDownLatch polled = new CountDownLatch(1);
    private final AtomicInteger drops = new AtomicInteger();
    private final AtomicReference<@Nullable Runnable> end = new AtomicReference<>();
    private volatile @Nullable Waker waker;

    @Override
    public Poll<Integer> poll(Context cx) {
      waker = cx.waker();
      polled.countDown();
      var code = end.get();
      if (code == null) {
        return Poll.pending();
      }
      code.run();
      return Poll.ready(1);
    }

    Observed awaitPoll() throws InterruptedException {
      assertThat(polled.await(10, SECONDS)).isTrue();
      return this;
    }

    void end(Runnable code) {
      end.set(code);
      var waiting = waker;
      if (waiting != null) {
        waiting.wake();
      }
    }

    @Override
    public void drop() {
      drops.incrementAndGet();
    }
  }

  private static void joinAnyhow(JoinHandle<?> handle) {
    try {
      handle.await();
    } catch (JoinException _) {
      // It is about how the future ended.
    }
  }

  @Test
  void future_ready_isNotDropped() throws InterruptedException {
    var future = new Observed();
    var handle = runtime.spawn(future);
    future.awaitPoll().end(() -> {});

    assertThat(handle.await()).isEqualTo(1);
    assertThat(future.drops).hasValue(0);
  }

  @Test
  void future_failed_isNotDropped() throws InterruptedException {
    var future = new Observed();
    var handle = runtime.spawn(future);
    future.awaitPoll().end(() -> {
      throw new IllegalStateException("odd");
    });

    assertThatThrownBy(handle::await).hasMessageContaining("odd");
    assertThat(future.drops).hasValue(0);
  }

  @Test
  void future_abortedByMany_isDroppedOnce() throws InterruptedException {
    var future = new Observed();
    var handle = runtime.spawn(future);
    future.awaitPoll();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofPlatform().start(handle::abort));
    }
    joinAnyhow(handle);
    for (var thread : threads) {
      thread.join();
    }

    assertThat(future.drops).hasValue(1);
  }

  @Test
  void futures_endedAndAbortedAtOnce_areOverOnce() throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      var ended = new AtomicInteger();
      var future = new Observed();
      var handle = runtime.spawn(future);
      var aborter = Thread.ofPlatform().start(handle::abort);
      future.end(ended::incrementAndGet);
      joinAnyhow(handle);
      aborter.join();

      assertThat(ended.get() + future.drops.get()).isEqualTo(1);
    }
  }

  @Test
  void futures_aliveAtTheShutdown_areDroppedOnceEach() throws InterruptedException {
    var futures = new ArrayList<Observed>();
    for (int i = 0; i < 1_000; i++) {
      futures.add(new Observed());
    }
    futures.forEach(runtime::spawn);
    for (var future : futures.subList(0, 500)) {
      future.awaitPoll();
    }
    var waking = Thread.ofPlatform().start(() -> futures.forEach(future -> {
      var waker = future.waker;
      if (waker != null) {
        waker.wake();
      }
    }));
    runtime.close();
    waking.join();

    assertThat(futures).allSatisfy(future -> assertThat(future.drops).hasValue(1));
  }

  @Test
  void future_spawnedAfterTheShutdown_isDroppedOnce() {
    runtime.close();
    var future = new Observed();
    joinAnyhow(runtime.spawn(future));

    assertThat(future.drops).hasValue(1);
  }

  @Test
  void drop_thatThrows_harmsNobodyAndIsTold() {
    var handle = runtime.spawn(new Future<Integer>() {
      @Override
      public Poll<Integer> poll(Context cx) {
        return Poll.pending();
      }

      @Override
      public void drop() {
        throw new IllegalStateException("a drop that throws");
      }
    });
    handle.abort();

    assertThatThrownBy(handle::await).isInstanceOfSatisfying(JoinException.class, e -> {
      assertThat(e.isCancelled()).isTrue();
      assertThat(e.failure().getSuppressed()).extracting(Throwable::getMessage).containsExactly("a drop that throws");
    });
    assertThat(runtime.spawn(() -> "alive").await()).isEqualTo("alive");
  }

  /// What a drop does at the end of a runtime: it wakes and spawns, and finds its runtime.
  @Test
  void drop_thatWakesAndSpawnsWhileTheRuntimeEnds_leavesNothingAlive() throws InterruptedException {
    var first = new Observed();
    var waiting = runtime.spawn(first);
    var spawned = new ConcurrentLinkedQueue<JoinHandle<?>>();
    var current = new ConcurrentLinkedQueue<String>();
    var polled = new CountDownLatch(1);
    runtime.spawn(new Future<Integer>() {
      @Override
      public Poll<Integer> poll(Context cx) {
        polled.countDown();
        return Poll.pending();
      }

      @Override
      public void drop() {
        current.add(Handle.current().name());
        spawned.add(Task.spawn(Futures.ready(1)));
        spawned.add(Task.spawn(() -> 1));
        first.end(() -> {});
      }
    });
    first.awaitPoll();
    assertThat(polled.await(10, SECONDS)).isTrue();
    runtime.close();

    joinAnyhow(waiting);
    spawned.forEach(DropTest::joinAnyhow);
    assertThat(spawned).hasSize(2);
    assertThat(current).containsExactly(runtime.handle().name());
    assertThat(runtime.metrics().numAliveTasks()).isZero();
  }

  @Test
  void blockOn_interrupted_dropsItsFuture() throws InterruptedException {
    var future = new Observed();
    var thrown = new AtomicReference<@Nullable Throwable>();
    var thread = Thread.ofPlatform().start(() -> {
      try {
        runtime.blockOn(future);
      } catch (CancelledException e) {
        thrown.set(e);
      }
    });
    future.awaitPoll();
    thread.interrupt();
    thread.join();

    assertThat(thrown).doesNotHaveNullValue();
    assertThat(future.drops).hasValue(1);
  }

  @Test
  void await_ofAnAbortedDirectTask_dropsItsFuture() throws InterruptedException {
    var future = new Observed();
    var handle = runtime.spawn(() -> future.await());
    future.awaitPoll();
    handle.abort();
    joinAnyhow(handle);

    assertThat(future.drops).hasValue(1);
  }

  @Test
  void whatATaskHolds_isFreeOnceItIsOver() {
    var held = new ArrayList<WeakReference<Object>>();
    var handles = List.of(runtime.spawn(ofFuture(held)), runtime.spawn(ofBody(held)),
        runtime.spawnBlocking(ofBody(held)));
    handles.forEach(JoinHandle::await);

    await().until(() -> {
      System.gc();
      return held.stream().allMatch(reference -> reference.get() == null);
    });
    assertThat(handles).allSatisfy(handle -> assertThat(handle.isFinished()).isTrue());
  }

  private static Future<Integer> ofFuture(List<WeakReference<Object>> held) {
    var object = new Object();
    held.add(new WeakReference<>(object));
    return _ -> Poll.ready(object.hashCode());
  }

  private static java.util.concurrent.Callable<Integer> ofBody(List<WeakReference<Object>> held) {
    var object = new Object();
    held.add(new WeakReference<>(object));
    return object::hashCode;
  }
}
