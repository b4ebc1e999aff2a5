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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a user sees of a runtime whose tasks belong to the thread that built it. See [RuntimeTest] for what all have in common.
@Timeout(60)
final class LocalRuntimeTest {
  private final LocalRuntime runtime = Runtime.builder().enableAll().name("own").buildLocal();

  @AfterEach
  void close() {
    runtime.close();
    assertThat(runtime.metrics().numAliveTasks()).isZero();
  }

  @Test
  void tasks_ofBothKinds_joinEachOtherOnTheOwnersThread() {
    var threads = new ArrayList<Thread>(); // not safe for others: that is the point
    int result = runtime.blockOn(() -> {
      JoinHandle<Integer> direct = Task.spawn(() -> {
        threads.add(Thread.currentThread());
        Thread.sleep(1);
        return 20;
      });
      JoinHandle<Integer> future = Task.spawnLocal(Futures.map(direct, n -> {
        threads.add(Thread.currentThread());
        return n + 1;
      }));
      return future.await() * 2;
    });

    assertThat(result).isEqualTo(42);
    assertThat(threads).hasSize(2).last().isEqualTo(Thread.currentThread());
  }

  @Test
  void spawns_fromOtherThreads_runOnTheOwnersThread() throws Exception {
    var carriers = new ArrayList<String>();
    var spawned = new CompletableFuture<List<JoinHandle<?>>>();
    Thread.ofPlatform().start(() -> {
      var handles = new ArrayList<JoinHandle<?>>();
      for (int i = 0; i < 100; i++) {
        handles.add(runtime.handle().spawn(() -> carriers.add(Thread.currentThread().toString())));
      }
      spawned.complete(handles);
    });
    for (var handle : spawned.get(10, SECONDS)) {
      runtime.blockOn(handle);
    }

    assertThat(carriers).hasSize(100)
        .allSatisfy(carrier -> assertThat(carrier).endsWith("@" + Thread.currentThread().getName()));
  }

  @Test
  void wakes_fromOtherThreads_wakeTheOwner() throws Exception {
    for (int i = 0; i < 500; i++) {
      var gate = new CompletableFuture<Integer>();
      var waiting = runtime.spawnLocal(() -> gate.get());
      int n = i;
      var thread = Thread.ofPlatform().start(() -> gate.complete(n));
      assertThat(runtime.<Integer>blockOn(waiting)).isEqualTo(n);
      thread.join();
    }
  }

  @Test
  void timersAndBlockingJobs_insideBlockOn_work() {
    assertThat(runtime.blockOn(() -> {
      Time.sleep(Duration.ofMillis(2)).await();
      Task.spawn(Time.sleep(Duration.ofMillis(2))).await();
      return Task.spawnBlocking(() -> Task.spawn(() -> Thread.currentThread().toString()).await()).await();
    })).endsWith("@" + Thread.currentThread().getName());
  }

  @Test
  void jdkCalls_ofTasks_suspendThemAlone() {
    var lock = new ReentrantLock();
    var monitor = new Object();
    var order = new AtomicInteger();
    runtime.blockOn(() -> {
      var handles = new ArrayList<JoinHandle<?>>();
      for (int i = 0; i < 10; i++) {
        handles.add(Task.spawn(() -> {
          lock.lock();
          try {
            Thread.sleep(1);
          } finally {
            lock.unlock();
          }
          synchronized (monitor) {
            monitor.wait(1);
          }
          Thread.startVirtualThread(order::incrementAndGet).join();
        }));
      }
      handles.forEach(JoinHandle::await);
    });

    assertThat(order).hasValue(10);
  }

  @Test
  void sockets_ofTasks_talk() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int received = runtime.blockOn(() -> {
        var read = Task.spawn(() -> {
          try (var socket = server.accept()) {
            return socket.getInputStream().read();
          }
        });
        Task.spawn(() -> {
          try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            socket.getOutputStream().write(42);
          }
        }).await();
        return read.await();
      });

      assertThat(received).isEqualTo(42);
    }
  }

  @Test
  void failuresAndAborts_reachTheJoiner() {
    assertThatThrownBy(() -> runtime.blockOn(runtime.spawnLocal(() -> {
      throw new IOException("odd");
    }))).isInstanceOf(JoinException.class).hasRootCauseMessage("odd");
    var pending = runtime.spawnLocal(Futures.pending());
    pending.abort();
    assertThatThrownBy(() -> runtime.blockOn(pending)).isInstanceOfSatisfying(JoinException.class,
        e -> assertThat(e.isCancelled()).isTrue());
  }

  @Test
  void abort_ofASuspendedDirectTask_unwindsThroughFinally() {
    var unwound = new ArrayList<String>();
    var handle = runtime.spawnLocal(() -> {
      try {
        Futures.pending().await();
      } catch (CancelledException e) {
        unwound.add("caught");
        throw e;
      } finally {
        Time.sleep(Duration.ofMillis(1)).await();
        unwound.add("finally");
      }
    });
    runtime.blockOn(Task.yieldNow());
    handle.abort();

    assertThatThrownBy(() -> runtime.blockOn(handle)).isInstanceOf(JoinException.class);
    assertThat(unwound).containsExactly("caught", "finally");
  }

  @Test
  void await_andBlockOnInsideAPoll_areRefused() {
    var other = Runtime.builder().enableAll().workerThreads(1).build();
    for (Future<Integer> wrong : List.<Future<Integer>>of(
        _ -> Poll.ready(Futures.<Integer>pending().await()),
        _ -> Poll.ready(runtime.blockOn(Futures.ready(1))),
        _ -> Poll.ready(other.blockOn(Futures.ready(1))))) {
      assertThatThrownBy(() -> runtime.blockOn(runtime.spawnLocal(wrong)))
          .hasCauseInstanceOf(IllegalStateException.class).hasMessageContaining("would block the worker");
    }
    assertThatThrownBy(() -> runtime.blockOn(runtime.spawnLocal((Context _) -> {
      other.close();
      return Poll.ready(1);
    }))).hasMessageContaining("would block the worker");
    other.close();
  }

  @Test
  void close_fromInside_isRefused() {
    assertThat(runtime.blockOn(() -> {
      assertThatIllegalStateException().isThrownBy(runtime::close).withMessageContaining("from inside it")
          .withMessageContaining("'own'");
      return Task.spawn(() -> {
        assertThatIllegalStateException().isThrownBy(runtime::close).withMessageContaining("from inside it");
        return "refused";
      }).await();
    })).isEqualTo("refused");
  }

  @Test
  void everythingForTheOwner_elsewhere_isRefusedByName() throws Exception {
    var failures = new CompletableFuture<List<Throwable>>();
    Thread.ofPlatform().start(() -> {
      var thrown = new ArrayList<Throwable>();
      for (Runnable call : List.<Runnable>of(() -> runtime.spawnLocal(() -> 1), runtime::close,
          () -> runtime.blockOn(Futures.ready(1)), () -> runtime.handle().blockOn(Futures.ready(1)))) {
        try {
          call.run();
        } catch (IllegalStateException e) {
          thrown.add(e);
        }
      }
      failures.complete(thrown);
    });

    assertThat(failures.get(10, SECONDS)).hasSize(4)
        .allSatisfy(failure -> assertThat(failure).hasMessageContaining("'own'"));
  }

  @Test
  void buildLocal_onAVirtualThread_isRefused() throws Exception {
    var failure = new CompletableFuture<Throwable>();
    Thread.startVirtualThread(() -> {
      try {
        Runtime.builder().buildLocal();
      } catch (IllegalStateException e) {
        failure.complete(e);
      }
    });

    assertThat(failure.get(10, SECONDS)).hasMessageContaining("platform thread");
  }

  @Test
  void close_withTasksOfEveryKindAlive_endsThemAll() throws Exception {
    var started = new CountDownLatch(1);
    var direct = runtime.spawnLocal(() -> {
      Thread.sleep(60_000);
    });
    var future = runtime.spawnLocal(Futures.<Integer>pending());
    var job = runtime.spawnBlocking(() -> {
      started.countDown();
      return Time.sleep(Duration.ofHours(1)).await();
    });
    runtime.blockOn(Task.yieldNow());
    assertThat(started.await(10, SECONDS)).isTrue();
    var other = Thread.ofPlatform().start(() -> {
      for (int i = 0; i < 1_000; i++) {
        runtime.handle().spawn(Futures.pending());
      }
    });
    runtime.close();
    other.join();

    for (var handle : List.<JoinHandle<?>>of(direct, future)) {
      assertThatThrownBy(handle::await).isInstanceOfSatisfying(JoinException.class,
          e -> assertThat(e.isCancelled()).isTrue());
    }
    assertThatThrownBy(job::await).hasCauseInstanceOf(CancelledException.class);
    assertThatThrownBy(runtime.handle().spawn(() -> 1)::await).isInstanceOf(JoinException.class);
  }
}
