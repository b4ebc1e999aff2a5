package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Nothing;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How a task that is told to end ends.
@Timeout(60)
final class AbortTest {
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(2).build();

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  private static JoinException failureOf(JoinHandle<?> handle) {
    return catchThrowableOfType(JoinException.class, handle::await);
  }

  private JoinException abortedOnceItRuns(TaskBody body) throws InterruptedException {
    var running = new CountDownLatch(1);
    var handle = runtime.spawn(() -> {
      running.countDown();
      body.run();
    });
    running.await();
    handle.abort();
    return failureOf(handle);
  }

  // --- when the abort comes ---

  /// Spawns while the only worker is busy, so that what is spawned is queued when it is aborted.
  private static void assertNotRunWhenAbortedInTheQueue(Function<AtomicInteger, JoinHandle<?>> spawn)
      throws InterruptedException {
    var gate = new CountDownLatch(1);
    var busy = new CountDownLatch(1);
    var ran = new AtomicInteger();
    try (var single = Runtime.builder().enableAll().workerThreads(1).maxBlockingThreads(1).build()) {
      var handle = single.blockOn(() -> {
        Task.spawnBlocking(() -> gate.await());
        Task.spawn(_ -> {
          busy.countDown();
          return Poll.ready(awaitGate(gate));
        });
        busy.await();
        return spawn.apply(ran);
      });
      handle.abortHandle().abort();
      assertThat(handle.isFinished()).isFalse();
      gate.countDown();

      assertThat(failureOf(handle).isCancelled()).isTrue();
      assertThat(ran).hasValue(0);
    }
  }

  private static boolean awaitGate(CountDownLatch gate) {
    try {
      return gate.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void futureTask_abortedInTheQueue_isNotPolled() throws InterruptedException {
    assertNotRunWhenAbortedInTheQueue(ran -> Task.spawn(_ -> Poll.ready(ran.incrementAndGet())));
  }

  @Test
  void directTask_abortedInTheQueue_isNotRun() throws InterruptedException {
    assertNotRunWhenAbortedInTheQueue(ran -> Task.spawn(() -> ran.incrementAndGet()));
  }

  @Test
  void blockingJob_abortedInTheQueue_isNotRun() throws InterruptedException {
    assertNotRunWhenAbortedInTheQueue(ran -> Task.spawnBlocking(() -> ran.incrementAndGet()));
  }

  @Test
  void futureTask_abortedInAPollThatIsReady_returns() {
    var self = new CompletableFuture<AbortHandle>();
    var handle = runtime.spawn(_ -> {
      self.join().abort();
      return Poll.ready("value");
    });
    self.complete(handle.abortHandle());

    assertThat(handle.await()).isEqualTo("value");
  }

  @Test
  void futureTask_abortedInAPollThatIsPending_isDroppedAndCancelled() {
    var self = new CompletableFuture<AbortHandle>();
    var drops = new AtomicInteger();
    var handle = runtime.spawn(new Future<String>() {
      @Override
      public Poll<String> poll(Context cx) {
        self.join().abort();
        return Poll.pending();
      }

      @Override
      public void drop() {
        drops.incrementAndGet();
      }
    });
    self.complete(handle.abortHandle());

    assertThat(failureOf(handle).isCancelled()).isTrue();
    assertThat(drops).hasValue(1);
  }

  @Test
  void directTask_abortedWhileItRuns_endsAtItsNextWaitThroughItsFinallyBlocks() throws InterruptedException {
    var running = new CountDownLatch(1);
    var aborted = new AtomicBoolean();
    var steps = new ConcurrentLinkedQueue<String>();
    var handle = runtime.spawn(() -> {
      running.countDown();
      while (!aborted.get()) {
        Thread.onSpinWait();
      }
      try {
        steps.add("ran on");
        Futures.pending().await();
      } finally {
        Task.yieldNow().await(); // clean-up may wait
        steps.add("cleaned up");
      }
    });
    running.await();
    handle.abort();
    aborted.set(true);

    assertThat(failureOf(handle).failure()).isInstanceOf(CancelledException.class);
    assertThat(steps).containsExactly("ran on", "cleaned up");
  }

  @Test
  void directTask_abortedThatReturnsBeforeItWaits_returns() throws InterruptedException {
    var running = new CountDownLatch(1);
    var aborted = new AtomicBoolean();
    var handle = runtime.spawn(() -> {
      running.countDown();
      while (!aborted.get()) {
        Thread.onSpinWait();
      }
      return "value";
    });
    running.await();
    handle.abort();
    aborted.set(true);

    assertThat(handle.await()).isEqualTo("value");
  }

  @Test
  void blockingJob_abortedWhileItRuns_runsOn() throws InterruptedException {
    var gate = new CountDownLatch(1);
    var running = new CountDownLatch(1);
    var handle = runtime.spawnBlocking(() -> {
      running.countDown();
      gate.await();
      return "value";
    });
    running.await();
    handle.abort();
    gate.countDown();

    assertThat(handle.await()).isEqualTo("value");
  }

  @Test
  void task_abortedAfterItsEnd_keepsItsResult() {
    var handle = runtime.spawn(Futures.ready("value"));
    var abort = handle.abortHandle();
    assertThat(handle.await()).isEqualTo("value");
    abort.abort();

    assertThat(abort.isFinished()).isTrue();
    assertThat(abort.id()).isEqualTo(handle.id());
    assertThat(handle.await()).isEqualTo("value");
  }

  @Test
  void task_abortedByManyAtOnce_endsOnce() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      var drops = new AtomicInteger();
      var handle = runtime.spawn(new Future<String>() {
        @Override
        public Poll<String> poll(Context cx) {
          return Poll.pending();
        }

        @Override
        public void drop() {
          drops.incrementAndGet();
        }
      });
      var abort = handle.abortHandle();
      var aborters = List.of(runtime.spawn(() -> abort.abort()), runtime.spawnBlocking(() -> abort.abort()));
      abort.abort();

      assertThat(failureOf(handle).isCancelled()).isTrue();
      assertThat(drops.get()).isLessThanOrEqualTo(1);
      aborters.forEach(JoinHandle::await);
    }
  }

  // --- what the task throws ---

  @Test
  void directTask_thatWrapsTheInterrupt_isCancelled() throws InterruptedException {
    var e = abortedOnceItRuns(() -> {
      try {
        Thread.sleep(100_000);
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException("no time to sleep", interrupted);
      }
    });

    assertThat(e.isCancelled()).isTrue();
    assertThat(e.isFailed()).isFalse();
    assertThat(e).hasCauseInstanceOf(IllegalStateException.class).hasMessageContaining("was cancelled");
  }

  @Test
  @SuppressWarnings("InfiniteLoopStatement")
  void directTask_thatGivesWayAgainAndAgain_isCancelled() throws InterruptedException {
    assertThat(abortedOnceItRuns(() -> {
      while (true) {
        Task.yieldNow().await();
      }
    }).isCancelled()).isTrue();
  }

  @Test
  void directTask_inABlockingSocketCall_isCancelled() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(abortedOnceItRuns(server::accept).isCancelled()).isTrue();
    }
  }

  @Test
  void directTask_inAChannelCallThatItWraps_isCancelled() throws Exception {
    try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      var e = abortedOnceItRuns(() -> {
        try {
          server.accept();
        } catch (IOException closed) {
          throw new UncheckedIOException(closed);
        }
      });

      assertThat(e.isCancelled()).isTrue();
      assertThat(e).hasRootCauseInstanceOf(ClosedByInterruptException.class);
    }
  }

  @Test
  void directTask_thatJoinsAChildWhichIsCancelled_isCancelledWithIt() throws InterruptedException {
    var joining = new CountDownLatch(1);
    var child = runtime.spawn(Futures.pending());
    var parent = runtime.spawn(() -> {
      joining.countDown();
      try {
        return child.await();
      } catch (CancelledException _) {
        child.abort();
        return child.await();
      }
    });
    joining.await();
    parent.abort();

    var e = failureOf(parent);
    assertThat(e.isCancelled()).isTrue();
    assertThat(e).hasCauseInstanceOf(JoinException.class);
  }

  @Test
  void directTask_notAbortedThatJoinsACancelledChild_hasFailed() {
    var child = runtime.spawn(Futures.pending());
    var parent = runtime.spawn(() -> child.await());
    child.abort();

    var e = failureOf(parent);
    assertThat(e.isFailed()).isTrue();
    assertThat(e.isCancelled()).isFalse();
  }

  @Test
  void directTask_whoseCleanUpFails_hasFailed() throws InterruptedException {
    var odd = new IllegalStateException("clean-up failed");
    var e = abortedOnceItRuns(() -> {
      try {
        Thread.sleep(100_000);
      } finally {
        failWith(odd);
      }
    });

    assertThat(e.isFailed()).isTrue();
    assertThat(e.failure()).isSameAs(odd);
  }

  private static void failWith(RuntimeException e) {
    throw e;
  }

  @Test
  void directTask_whoseOwnExecutorIsInterrupted_isCancelledByTheCauseOfTheCause() throws InterruptedException {
    var e = abortedOnceItRuns(() -> {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var inner = executor.submit(() -> {
          Thread.sleep(100_000);
          return 1;
        });
        try {
          inner.get();
        } catch (InterruptedException _) {
          executor.shutdownNow();
          throw asUnchecked(inner::get);
        }
      }
    });

    assertThat(e.isCancelled()).isTrue();
    assertThat(e.failure()).hasCauseInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(InterruptedException.class);
  }

  private static RuntimeException asUnchecked(TaskBody body) {
    @Nullable Throwable e = catchThrowableOfType(ExecutionException.class, body::run);
    return new IllegalStateException(e);
  }

  // --- what breaks the contract ---

  @Test
  void futureTask_whosePollReturnsNull_failsWithTheNameOfItsClassAndIsDropped() {
    var future = new Nothing();

    var e = failureOf(runtime.spawn(future));
    assertThat(e.isFailed()).isTrue();
    assertThat(e.failure()).isInstanceOf(NullPointerException.class).hasMessageContaining(Nothing.class.getName());
    assertThat(future.drops()).isEqualTo(1);
  }

  @Test
  void wrappers_ofAFutureWhosePollReturnsNull_nameItAndNotThemselves() {
    Future<Integer> bound = TaskLocal.<Integer>named("number").scope(1, new Nothing());
    for (var future : List.of(bound, Task.unconstrained(new Nothing()))) {
      assertThat(failureOf(runtime.spawn(future)).failure()).hasMessageContaining(Nothing.class.getName());
      assertThat(runtime.spawn(future).task().typeName()).isEqualTo(Nothing.class.getName());
    }
  }

  @Test
  void blockOn_aFutureWhosePollReturnsNull_failsWithTheNameOfItsClassAndDropsIt() {
    var future = new Nothing();

    assertThatNullPointerException().isThrownBy(() -> runtime.blockOn(future))
        .withMessageContaining(Nothing.class.getName());
    assertThat(future.drops()).isEqualTo(1);
  }

  @Test
  void failure_thatCannotSayWhatItIs_reachesTheJoinerByItsClass() {
    var mute = new RuntimeException() {
      @Override
      public String getMessage() {
        throw new IllegalStateException("no words");
      }
    };

    var e = failureOf(runtime.spawn(Futures.failed(mute)));
    assertThat(e.failure()).isSameAs(mute);
    assertThat(e).hasMessageContaining(mute.getClass().getName());
  }
}
