package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Code that breaks its contract harms no other task: there is one blocking thread to be harmed, and few that poll.
@ParameterizedClass
@EnumSource
@Timeout(60)
final class FaultTest {
  private static final int OFTEN = 20; // so that each worker gets its share

  private final Setup setup;
  private final Runtime runtime;

  FaultTest(Setup setup) {
    this.setup = setup;
    runtime = setup.start(Runtime.builder().enableAll().maxBlockingThreads(1));
  }

  @AfterEach
  void shutDown() throws InterruptedException {
    assertThat(runtime.shutdownTimeout(Duration.ofSeconds(20))).as("everything ended").isTrue();
  }

  @Test
  void wakerOfAJoiner_throws_otherJoinersAreWokenAndTheWorkerGoesOn() throws InterruptedException {
    var gate = new CountDownLatch(1);
    var handle = runtime.spawn(() -> gate.await());
    var woken = new CountDownLatch(1);
    handle.poll(() -> woken::countDown);
    handle.poll(() -> () -> {
      throw new IllegalStateException("a waker that throws");
    });
    gate.countDown();

    assertThat(woken.await(10, SECONDS)).isTrue();
    assertThat(runtime.spawn(() -> 1).await()).isEqualTo(1);
  }

  @Test
  void wakerOfATimer_throws_laterTimersFire() {
    runtime.blockOn(() -> {
      Time.sleep(Duration.ofMillis(5)).poll(() -> () -> {
        throw new IllegalStateException("a waker that throws");
      });
      Time.sleep(Duration.ofMillis(20)).await();
      Task.spawn(Time.sleep(Duration.ofMillis(5))).await();
    });
  }

  @Test
  void uncaughtExceptionHandler_ofAChildThread_throws_theWorkerGoesOn() {
    for (int i = 0; i < OFTEN; i++) {
      runtime.spawn(() -> {
        Thread.ofVirtual().uncaughtExceptionHandler((_, e) -> {
          throw new IllegalStateException("a handler that throws", e);
        }).start(() -> {
          throw new IllegalArgumentException("odd");
        }).join();
      }).await();
    }

    assertThat(runtime.spawn(() -> 1).await()).isEqualTo(1);
  }

  // A thread that is inside blockOn takes the interrupt for its own: CurrentThreadTest.
  private void assumeWorkers() {
    assumeFalse(setup == Setup.CURRENT_THREAD);
  }

  @Test
  void interruptStatus_leftByAFutureTask_isNotSeenByTheNext() {
    assumeWorkers();
    for (int i = 0; i < OFTEN; i++) {
      runtime.spawn(_ -> {
        Thread.currentThread().interrupt();
        return Poll.ready(0);
      }).await();

      assertThat(runtime.spawn(_ -> Poll.ready(Thread.currentThread().isInterrupted())).await()).isFalse();
    }
  }

  @Test
  void interruptStatus_leftByABlockingJob_isNotSeenByTheNext() {
    var gate = new CountDownLatch(1);
    var first = runtime.spawnBlocking(() -> {
      gate.await();
      Thread.currentThread().interrupt();
      return 0;
    });
    var second = runtime.spawnBlocking(() -> Thread.currentThread().isInterrupted());
    gate.countDown();

    first.await();
    assertThat(second.await()).isFalse();
  }

  @Test
  void worker_leftInterrupted_sleepsAgain() {
    assumeWorkers();
    Thread worker = runtime.spawn(_ -> {
      Thread.currentThread().interrupt();
      return Poll.ready(Thread.currentThread());
    }).await();

    await().pollInterval(Duration.ofMillis(5)).during(Duration.ofMillis(200)).atMost(Duration.ofSeconds(10))
        .until(() -> worker.getState() == Thread.State.WAITING);
  }

  @Test
  void threadNameFn_thatThrowsOrNamesNothing_hasThreadsNamedByDefault() {
    for (Supplier<String> names : List.<Supplier<String>>of(() -> {
      throw new IllegalStateException("no name");
    }, FaultTest::noName)) {
      try (var odd = Runtime.builder().workerThreads(1).threadNameFn(names).build()) {
        assertThat(odd.spawn((Context _) -> Poll.ready(Thread.currentThread().getName())).await())
            .isEqualTo("kioto-worker-0");
        assertThat(odd.spawnBlocking(() -> Thread.currentThread().getName()).await()).contains("blocking");
      }
    }
  }

  @SuppressWarnings("NullAway") // what it is about
  private static String noName() {
    return null;
  }
}
