package dev.kioto.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AwaitTest {

  @Test
  void await_readyFuture_returnsItsValueOnTheFirstPoll() {
    assertThat(Futures.ready("value").await()).isEqualTo("value");
    assertThat(Futures.<@Nullable String>ready(null).await()).isNull();
  }

  @Test
  void await_futureThrows_throwsTheSameAndDoesNotDrop() {
    var future = new Controlled();
    future.failure = new IllegalArgumentException("broken");

    assertThatThrownBy(future::await).isSameAs(future.failure);
    assertThat(future.drops).hasValue(0);
  }

  @Test
  void await_pollReturnsNull_namesTheFutureAndDropsIt() {
    var future = new Nothing();

    assertThatThrownBy(future::await).isInstanceOf(NullPointerException.class)
        .hasMessageContaining(Nothing.class.getName());
    assertThat(future.drops()).isEqualTo(1);
  }

  @Test
  void await_wokenFromAnotherThread_pollsAgain() throws Exception {
    var future = new Controlled();
    var result = new CompletableFuture<String>();
    var thread = Thread.ofPlatform().start(() -> result.complete(future.await()));
    await().until(() -> thread.getState() == Thread.State.WAITING);

    future.complete("late");

    assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo("late");
    assertThat(future.drops).hasValue(0);
  }

  @Test
  void await_onVirtualThread_waitsToo() throws Exception {
    var future = new Controlled();
    var result = new CompletableFuture<String>();
    var thread = Thread.ofVirtual().start(() -> result.complete(future.await()));
    await().until(() -> thread.getState() == Thread.State.WAITING);

    future.complete("late");

    assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo("late");
  }

  @Test
  void await_wokenDuringPoll_pollsAgainWithoutParking() {
    var polls = new AtomicInteger();
    Future<String> future = cx -> {
      cx.waker().wake();
      return polls.incrementAndGet() == 3 ? Poll.ready("third") : Poll.pending();
    };

    assertThat(future.await()).isEqualTo("third");
  }

  @Test
  void await_unparkedWithoutWake_doesNotPoll() {
    var future = new Controlled();
    var thread = Thread.ofPlatform().start(future::await);
    await().until(() -> thread.getState() == Thread.State.WAITING);
    int before = future.polls.get();

    LockSupport.unpark(thread);
    await().until(() -> thread.getState() == Thread.State.WAITING);

    assertThat(future.polls).hasValue(before);
    future.complete("end");
    await().until(() -> !thread.isAlive());
  }

  @Test
  void await_interrupted_throwsCancelledDropsOnceAndClearsTheStatus() {
    var future = new Controlled();
    var thrown = new AtomicReference<@Nullable Throwable>();
    var interruptedAfter = new AtomicBoolean(true);
    var thread = Thread.ofPlatform().start(() -> {
      try {
        future.await();
      } catch (CancelledException e) {
        thrown.set(e);
        interruptedAfter.set(Thread.currentThread().isInterrupted());
      }
    });
    await().until(() -> thread.getState() == Thread.State.WAITING);

    thread.interrupt();

    await().until(() -> !thread.isAlive());
    assertThat(thrown.get()).isInstanceOf(CancelledException.class);
    assertThat(interruptedAfter).isFalse();
    assertThat(future.drops).hasValue(1);
  }

  @Test
  void await_readyAlthoughInterrupted_returnsTheValueAndKeepsTheStatus() {
    Thread.currentThread().interrupt();
    try {
      assertThat(Futures.ready("value").await()).isEqualTo("value");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static final class Controlled implements Future<String> {
    final AtomicInteger polls = new AtomicInteger();
    final AtomicInteger drops = new AtomicInteger();
    volatile @Nullable RuntimeException failure;
    private volatile @Nullable String value;
    private volatile @Nullable Waker waker;

    @Override
    public Poll<String> poll(Context cx) {
      polls.incrementAndGet();
      waker = cx.waker();
      if (failure != null) {
        throw failure;
      }
      var v = value;
      return v != null ? Poll.ready(v) : Poll.pending();
    }

    @Override
    public void drop() {
      drops.incrementAndGet();
    }

    void complete(String v) {
      value = v;
      var w = waker;
      if (w != null) {
        w.wake();
      }
    }
  }
}
