package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A runtime without threads of its own.
@Timeout(60)
final class CurrentThreadTest {
  private final Runtime runtime = Runtime.builder().currentThread().enableAll().build();

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void blockOn_spawnedTasks_runOnTheCallingThread() {
    var threads = new ArrayList<Thread>();
    runtime.blockOn(() -> {
      Task.spawn(_ -> {
        threads.add(Thread.currentThread());
        return Poll.ready(0);
      }).await();
      return 0;
    });

    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void blockOn_directTasks_areCarriedByTheCallingThread() {
    var carrier = runtime.blockOn(() -> Task.spawn(() -> {
      Thread.sleep(1);
      return Thread.currentThread().toString();
    }).await());

    assertThat(carrier).contains("VirtualThread").contains("@" + Thread.currentThread().getName());
  }

  @Test
  void blockOn_future_isPolledBetweenTasks() {
    var order = new StringBuilder();
    var done = runtime.blockOn(Futures.then(Task.yieldNow(), _ -> {
      order.append("root ");
      return Futures.then(runtime.spawn(_ -> {
        order.append("task ");
        return Poll.ready("task's");
      }), Futures::ready);
    }));

    assertThat(done).isEqualTo("task's");
    assertThat(order).hasToString("root task ");
  }

  @Test
  void spawn_nobodyInside_waitsUntilSomebodyIs() {
    var ran = new CompletableFuture<Thread>();
    runtime.spawn(_ -> {
      ran.complete(Thread.currentThread());
      return Poll.ready(0);
    });

    assertThat(ran).isNotDone();
    runtime.blockOn(Task.yieldNow());
    assertThat(ran).isCompletedWithValue(Thread.currentThread());
  }

  @Test
  void sleep_inside_firesInOrder() {
    var order = new StringBuilder();
    runtime.blockOn(() -> {
      var slow = Task.spawn(Futures.map(Time.sleep(Duration.ofMillis(20)), _ -> order.append("slow ")));
      var fast = Task.spawn(Futures.map(Time.sleep(Duration.ofMillis(5)), _ -> order.append("fast ")));
      fast.await();
      slow.await();
    });

    assertThat(order).hasToString("fast slow ");
  }

  @Test
  void blockOn_twoThreads_oneTakesOverWhenTheOtherLeaves() throws Exception {
    var inside = new CountDownLatch(1);
    var other = new AtomicReference<Object>();
    var gate = new CompletableFuture<String>();
    var thread = new Thread(() -> other.set(runtime.blockOn(() -> {
      inside.countDown();
      return runtime.spawn(() -> gate.get(30, SECONDS)).await();
    })));
    thread.start();
    assertThat(inside.await(10, SECONDS)).isTrue();

    for (int i = 0; i < 200; i++) {
      int n = i;
      assertThat(runtime.blockOn(() -> Task.spawn(_ -> Poll.ready(n)).await())).isEqualTo(n);
    }
    gate.complete("through");
    thread.join(10_000);

    assertThat(other.get()).isEqualTo("through");
  }

  @Test
  void wake_fromAnotherThread_wakesTheDriver() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      var gate = new CompletableFuture<String>();
      var completer = new Thread(() -> gate.complete("done"));
      completer.start();
      assertThat(runtime.blockOn(() -> Task.spawn(() -> gate.get(10, SECONDS)).await())).isEqualTo("done");
      completer.join();
    }
  }

  @Test
  void blockOn_onAVirtualThread_isRefused() throws Exception {
    var failure = new CompletableFuture<Throwable>();
    Thread.startVirtualThread(() -> {
      try {
        runtime.blockOn(Futures.ready(1));
      } catch (Throwable e) {
        failure.complete(e);
      }
    });

    assertThat(failure.get(10, SECONDS)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("virtual thread").hasMessageContaining("platform thread");
  }

  @Test
  void blockInPlace_inside_isRefused() {
    var failed = runtime.spawn(() -> Task.blockInPlace(() -> 1));

    assertThatThrownBy(() -> runtime.blockOn(failed)).hasMessageContaining("multi-thread");
  }

  @Test
  void await_inTheRootsPoll_drivesToo() {
    assertThat(runtime.<Integer>blockOn(_ -> Poll.ready(runtime.spawn(Futures.ready(1)).await()))).isEqualTo(1);
  }

  @Test
  void await_inATasksPoll_isRefused() {
    var wrong = runtime.spawn(_ -> Poll.ready(runtime.spawn(Futures.ready(1)).await()));

    assertThatThrownBy(() -> runtime.blockOn(wrong)).hasMessageContaining("await()");
  }

  @Test
  void yieldNow_inBlockOnCode_letsTasksRun() {
    var ran = new StringBuilder();
    runtime.blockOn(() -> {
      Task.spawn(_ -> Poll.ready(ran.append("ran")));
      Task.yieldNow().await();
      assertThat(ran).hasToString("ran");
    });
  }

  @Test
  void close_suspendedDirectTask_unwinds() throws Exception {
    var unwound = new CountDownLatch(1);
    var started = new CountDownLatch(1);
    runtime.spawn(() -> {
      try {
        started.countDown();
        Thread.sleep(60_000);
      } finally {
        unwound.countDown();
      }
    });
    runtime.blockOn(Task.yieldNow());
    assertThat(started.getCount()).isZero();

    assertThat(runtime.shutdownTimeout(Duration.ofSeconds(10))).isTrue();
    assertThat(unwound.getCount()).isZero();
  }

  @Test
  void yieldNow_afterTheStop_returns() throws Exception {
    runtime.blockOn(() -> {
      runtime.shutdownBackground();
      Task.yieldNow().await();
      return 0;
    });
    runtime.close();
    runtime.blockOn(() -> Task.yieldNow().await());
  }

  /// The one that is woken to drive next is interrupted, and goes: another has to take its turn.
  @Test
  void blockOn_whoWaitsForItsTurnIsInterrupted_othersGetTheTurn() throws Exception {
    for (int i = 0; i < 300; i++) {
      var first = new CompletableFuture<String>();
      var driver = new Thread(() -> runtime.blockOn(() -> runtime.spawn(() -> first.get(20, SECONDS)).await()));
      driver.start();
      var leaves = waiting(Futures.pending());
      var stays = waiting(runtime.spawn(() -> "driven"));
      first.complete("over");
      leaves.interrupt();
      driver.join(10_000);
      leaves.join(10_000);
      stays.join(10_000);

      assertThat(stays.isAlive()).as("round %d", i).isFalse();
    }
  }

  @Test
  void interruptStatus_leftByAFutureTask_endsTheBlockOnAndIsNotSeenByTheNextTask() {
    runtime.spawn(_ -> {
      Thread.currentThread().interrupt();
      return Poll.ready(0);
    });
    var next = runtime.spawn(_ -> Poll.ready(Thread.currentThread().isInterrupted()));

    assertThatThrownBy(() -> runtime.blockOn(next)).isInstanceOf(CancelledException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(runtime.blockOn(next)).isFalse();
  }

  /// The JDK clears the status of a thread from which it unmounts a virtual one.
  @Test
  void interrupt_whileADirectTaskIsMounted_endsTheBlockOnOnceAndIsNotTheTasks() throws Exception {
    var self = Thread.currentThread();
    for (int i = 0; i < 100; i++) {
      boolean nio = i % 2 == 0;
      var mounted = new CountDownLatch(1);
      var interrupted = new AtomicBoolean();
      runtime.spawn(_ -> {
        if (nio) {
          useAChannel();
        }
        return Poll.ready(0);
      });
      var task = runtime.spawn(() -> {
        mounted.countDown();
        while (!interrupted.get()) {
          Thread.onSpinWait();
        }
        Task.yieldNow().await();
        return Thread.currentThread().isInterrupted();
      });
      var interrupter = Thread.ofPlatform().start(() -> {
        try {
          mounted.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        self.interrupt();
        interrupted.set(true);
      });

      assertThatThrownBy(() -> runtime.blockOn(task)).as("round %d", i).isInstanceOf(CancelledException.class);
      assertThat(self.isInterrupted()).isFalse();
      assertThat(runtime.blockOn(task)).as("round %d", i).isFalse();
      interrupter.join();
    }
  }

  // I/O that an interrupt ends has the JDK call something else when the thread is interrupted, and nothing afterwards.
  private static void useAChannel() {
    try {
      var pipe = Pipe.open();
      pipe.sink().write(ByteBuffer.allocate(1));
      pipe.sink().close();
      pipe.source().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void interrupt_ofADirectTask_isNotTakenForOneOfItsCarrier() {
    var waiting = new CountDownLatch(1);
    var task = runtime.spawn(() -> {
      try {
        waiting.countDown();
        while (!Thread.currentThread().isInterrupted()) {
          Thread.onSpinWait();
        }
        return Futures.<String>pending().await();
      } catch (CancelledException _) {
        return "told";
      }
    });
    Thread.ofPlatform().start(() -> {
      try {
        waiting.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      task.abort();
    });

    assertThat(runtime.blockOn(task)).isEqualTo("told");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  /// The JDK clears the status of a thread on which it mounts a virtual one.
  @Test
  void interrupt_betweenAFutureTaskAndADirectOne_endsTheBlockOn() {
    runtime.spawn(_ -> {
      Thread.currentThread().interrupt();
      return Poll.ready(0);
    });
    var next = runtime.spawn(() -> Thread.currentThread().isInterrupted());

    assertThatThrownBy(() -> runtime.blockOn(next)).isInstanceOf(CancelledException.class);
    assertThat(runtime.blockOn(next)).isFalse();
  }

  private Thread waiting(Future<?> future) {
    var thread = new Thread(() -> {
      try {
        runtime.blockOn(future);
      } catch (CancelledException _) {
        // as intended
      }
    });
    thread.start();
    return thread;
  }

  @Test
  void panic_withShutdownPolicy_endsBlockOn() {
    var strict = Runtime.builder().currentThread().enableAll().unhandledPanic(UnhandledPanic.SHUTDOWN_RUNTIME).build();
    assertThatThrownBy(() -> strict.blockOn(() -> {
      Task.spawn((Context _) -> {
        throw new IllegalArgumentException("a bug");
      });
      Time.sleep(Duration.ofHours(1)).await();
    })).isInstanceOf(CancelledException.class);
    strict.close();
  }
}
