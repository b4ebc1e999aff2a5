package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Futures;
import dev.kioto.task.JoinException;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A program's `main` on a runtime of its own.
@Timeout(60)
final class RunTest {

  private static String carrier() {
    String name = Thread.currentThread().toString();
    return name.substring(name.indexOf('@') + 1);
  }

  @Test
  void main_returns_givesItsValueFromAWorker() {
    assertThat(Runtime.run(RunTest::carrier)).startsWith("kioto-worker-");
  }

  @Test
  void main_usesTimersAndTasks_findsItsRuntime() {
    String answer = Runtime.run(() -> {
      Time.sleep(Duration.ofMillis(1)).await();
      return Task.spawn(() -> "from a task").await();
    });

    assertThat(answer).isEqualTo("from a task");
  }

  @Test
  void virtualThreads_ofMainAndOfItsThreads_runOnTheRuntime() throws Exception {
    String carrier = Runtime.run(() -> {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        return executor.submit(() -> {
          var nested = new CompletableFuture<String>();
          Thread.startVirtualThread(() -> nested.complete(carrier()));
          return nested.get();
        }).get();
      }
    });

    assertThat(carrier).startsWith("kioto-worker-");
  }

  @Test
  void main_throws_isHeardAsItIs() {
    var checked = new IOException("of main");
    var error = new AssertionError("of main");
    var joined = new AtomicReference<JoinException>();

    assertThatThrownBy(() -> Runtime.run(() -> {
      throw checked;
    })).isSameAs(checked);
    assertThatThrownBy(() -> Runtime.run(() -> {
      throw error;
    })).isSameAs(error);
    assertThatThrownBy(() -> Runtime.run(() -> {
      try {
        return Task.spawn(() -> {
          throw checked;
        }).await();
      } catch (JoinException e) {
        joined.set(e);
        throw e;
      }
    })).isSameAs(joined.get());
  }

  @Test
  void tasksThatMainLeaves_areUnwoundBeforeTheCallReturns() throws Exception {
    var unwound = new CompletableFuture<String>();

    var handle = Runtime.run(() -> {
      var waiting = new CountDownLatch(1);
      Task.spawn(() -> {
        try {
          waiting.countDown();
          new CountDownLatch(1).await();
        } finally {
          unwound.complete("unwound");
        }
      });
      waiting.await();
      return Handle.current();
    });

    assertThat(unwound).isCompletedWithValue("unwound");
    var late = handle.spawn(Futures.ready(1));
    assertThatThrownBy(late::await).isInstanceOf(JoinException.class).hasMessageContaining("cancelled");
  }

  @Test
  void callersThread_isInterrupted_endsMain() throws Exception {
    var outcome = new CompletableFuture<Throwable>();
    var unwound = new CountDownLatch(1);
    var waiting = new CountDownLatch(1);
    var caller = Thread.ofPlatform().daemon().start(() -> {
      try {
        Runtime.run(() -> {
          try {
            waiting.countDown();
            new CountDownLatch(1).await();
          } finally {
            unwound.countDown();
          }
        });
      } catch (Throwable e) {
        outcome.complete(e);
      }
    });
    waiting.await();
    caller.interrupt();

    assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(CancelledException.class);
    assertThat(unwound.getCount()).isZero();
  }

  @Test
  void setting_isWrong_isNamedAndMainDoesNotRun() {
    System.setProperty("kioto.worker-threads", "0");
    try {
      assertThatThrownBy(() -> Runtime.run(() -> {
        throw new AssertionError("ran");
      })).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("workerThreads").hasMessageContaining("0");
    } finally {
      System.clearProperty("kioto.worker-threads");
    }
  }
}
