package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.runtime.Runtime;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class AbortOnDropHandleTest {
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(2).build();

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  private static void assertCancelled(JoinHandle<?> handle) {
    assertThat(catchThrowableOfType(JoinException.class, handle::await).isCancelled()).isTrue();
  }

  @Test
  void close_ofALiveTask_abortsIt() {
    var handle = runtime.spawn(Futures.pending());
    try (var guard = handle.abortOnDrop()) {
      assertThat(guard.isFinished()).isFalse();
      assertThat(guard.id()).isEqualTo(handle.id());
    }

    assertCancelled(handle);
  }

  @Test
  void close_ofATaskThatIsOver_leavesItsResult() {
    var handle = runtime.spawn(() -> "value");
    try (var guard = handle.abortOnDrop()) {
      assertThat(guard.await()).isEqualTo("value");
    }

    assertThat(handle.await()).isEqualTo("value");
  }

  @Test
  void drop_ofThePolledHandle_abortsTheTask() {
    var handle = runtime.spawn(Futures.pending());
    var polled = HandPolled.of(handle.abortOnDrop());
    assertThat(polled.isReady()).isFalse();
    polled.drop();

    assertCancelled(handle);
    assertThat(polled.wakes()).as("who gave up is not woken").isZero();
  }

  @Test
  void drop_ofTheTaskThatPollsIt_abortsTheTask() {
    var handle = runtime.spawn(Futures.pending());
    var outer = runtime.spawn(Futures.map(handle.abortOnDrop(), n -> n));
    outer.abort();

    assertCancelled(outer);
    assertCancelled(handle);
  }

  @Test
  void await_thatIsInterrupted_abortsTheTask() throws InterruptedException {
    var handle = runtime.spawn(Futures.pending());
    var waiter = new Thread(
        () -> assertThatThrownBy(handle.abortOnDrop()::await).isInstanceOf(CancelledException.class));
    waiter.start();
    waiter.interrupt();

    assertCancelled(handle);
    waiter.join();
  }

  @Test
  void detach_beforeTheClose_letsTheTaskRunOn() throws InterruptedException {
    var gate = new CountDownLatch(1);
    JoinHandle<String> detached;
    try (var guard = runtime.spawn(() -> {
      gate.await();
      return "value";
    }).abortOnDrop()) {
      detached = guard.detach();
    }
    gate.countDown();

    assertThat(detached.await()).isEqualTo("value");
  }
}
