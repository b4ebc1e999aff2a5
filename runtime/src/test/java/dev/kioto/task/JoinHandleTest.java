package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class JoinHandleTest {
  private final Runtime runtime = Runtime.builder().workerThreads(2).build();

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  private static void assertCollected(WeakReference<?> reference) {
    await().until(() -> {
      System.gc();
      return reference.get() == null;
    });
  }

  private static WeakReference<Thread> interruptedJoiner(JoinHandle<?> handle) throws InterruptedException {
    var joiner = new Thread(() -> {
      try {
        handle.await();
      } catch (CancelledException _) {
        // as intended
      }
    });
    joiner.start();
    joiner.interrupt();
    joiner.join();
    return new WeakReference<>(joiner);
  }

  @Test
  void await_givenUp_leavesNothingWithTheTask() throws InterruptedException {
    var handle = runtime.spawn(Futures.pending());

    assertCollected(interruptedJoiner(handle));
    assertThat(handle.isFinished()).isFalse();
  }

  @Test
  void await_givenUpBesideOthers_leavesTheOthersWaiting() throws InterruptedException {
    var gate = new CountDownLatch(1);
    var handle = runtime.spawn(() -> gate.await());
    var joiners = new ArrayList<JoinHandle<?>>();
    for (int i = 0; i < 3; i++) {
      joiners.add(runtime.spawn(() -> handle.await()));
      interruptedJoiner(handle);
      joiners.add(runtime.spawn(handle));
    }
    gate.countDown();

    joiners.forEach(JoinHandle::await);
  }

  @Test
  void poll_byATaskThatHasEnded_leavesNothingOnceAnotherPolls() {
    JoinHandle<?> handle = runtime.spawn(Futures.pending());
    var result = new WeakReference<>(resultOfATaskThatPolls(handle));
    resultOfATaskThatPolls(handle);

    assertCollected(result);
  }

  private Object resultOfATaskThatPolls(JoinHandle<?> handle) {
    return runtime.spawn(cx -> {
      handle.poll(cx);
      return Poll.ready(new Object());
    }).await();
  }
}
