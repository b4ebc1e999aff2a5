package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Futures;
import dev.kioto.future.Nothing;
import dev.kioto.runtime.Runtime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How a task that is told to end ends.
@Timeout(60)
final class AbortTest {
  private final Runtime runtime = Runtime.builder().workerThreads(2).build();

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
