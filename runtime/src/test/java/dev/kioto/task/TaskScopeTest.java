package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.CancelledException;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Manual;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@ParameterizedClass
@EnumSource(Setup.class)
final class TaskScopeTest {
  private final Setup setup;
  private final Runtime runtime;
  private final AtomicInteger cleaned = new AtomicInteger();

  TaskScopeTest(Setup setup) {
    this.setup = setup;
    runtime = setup.start();
  }

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  /// Waits until it is aborted, and takes its time to clean up.
  private int lasts() {
    try {
      return Futures.<Integer>pending().await();
    } finally {
      Task.yieldNow().await();
      Task.yieldNow().await();
      cleaned.incrementAndGet();
    }
  }

  private static String fails() {
    throw new IllegalStateException("odd");
  }

  // --- policies ---

  @Test
  void joinAll_waitsForAllHoweverTheyEnd() {
    runtime.spawn(() -> {
      try (var scope = TaskScope.joinAll()) {
        var returns = scope.spawn(() -> 1);
        var fails = scope.spawn(TaskScopeTest::fails);
        var later = scope.spawn(Futures.map(Task.yieldNow(), _ -> "later"));
        var blocking = scope.spawnBlocking(() -> 'b');
        assertThat(scope.join().await()).isNull();

        assertThat(scope.length()).isZero();
        assertThat(returns.await()).isEqualTo(1);
        assertThat(later.await()).isEqualTo("later");
        assertThat(blocking.await()).isEqualTo('b');
        assertThatThrownBy(fails::await).hasRootCauseMessage("odd");
      }
    }).await();
  }

  @Test
  void shutdownOnFailure_withChildrenThatReturn_givesTheirValues() {
    var sum = runtime.spawn(() -> {
      try (var scope = TaskScope.shutdownOnFailure()) {
        var a = scope.spawn(() -> 1);
        var b = scope.spawn(Futures.ready(2));
        scope.join().await();
        return a.await() + b.await();
      }
    });

    assertThat(sum.await()).isEqualTo(3);
  }

  @Test
  void shutdownOnFailure_withAChildThatFails_abortsTheOthersAndThrowsIt() {
    var e = runtime.spawn(() -> {
      try (var scope = TaskScope.shutdownOnFailure()) {
        var other = scope.spawn(() -> lasts());
        var future = new Manual<Integer>();
        scope.spawn(future);
        await().until(() -> future.polls() > 0);
        scope.spawn(TaskScopeTest::fails);
        var thrown = catchThrowableOfType(JoinException.class, scope.join()::await);

        assertThat(other.isFinished()).as("join waits for the ends").isTrue();
        assertThat(future.drops()).isEqualTo(1);
        assertThat(scope.isShutdown()).isTrue();
        return thrown;
      }
    }).await();
    assertThat(e).hasRootCauseMessage("odd").hasNoSuppressedExceptions();
    assertThat(e.isFailed()).isTrue();
  }

  @Test
  void shutdownOnFailure_withFurtherFailures_hasThemSuppressed() {
    var e = runtime.spawn(() -> {
      try (var scope = TaskScope.shutdownOnFailure()) {
        var started = new Manual<Integer>();
        scope.spawn(() -> {
          try {
            return started.await();
          } catch (CancelledException _) {
            throw new IllegalStateException("clean-up"); // in place of the cancellation
          }
        });
        await().until(() -> started.polls() > 0);
        scope.spawn(TaskScopeTest::fails);
        return catchThrowableOfType(JoinException.class, scope.join()::await);
      }
    }).await();

    assertThat(e).hasRootCauseMessage("odd");
    assertThat(e.getSuppressed()).singleElement().satisfies(s -> assertThat(s).hasRootCauseMessage("clean-up"));
  }

  @Test
  void shutdownOnSuccess_givesTheFirstValueAndAbortsTheOthers() {
    assertThat(runtime.spawn(() -> {
      try (var scope = TaskScope.<String>shutdownOnSuccess()) {
        scope.spawn(TaskScopeTest::fails);
        scope.spawn(() -> "" + lasts());
        scope.spawn(() -> "first");
        return scope.join().await();
      }
    }).await()).isEqualTo("first");
  }

  @Test
  void shutdownOnSuccess_whenAllFail_throwsTheFirstFailure() {
    runtime.spawn(() -> {
      try (var scope = TaskScope.<String>shutdownOnSuccess()) {
        scope.spawn(TaskScopeTest::fails);
        scope.spawn(TaskScopeTest::fails);

        var e = catchThrowableOfType(JoinException.class, scope.join()::await);
        assertThat(e).hasRootCauseMessage("odd");
        assertThat(e.getSuppressed()).hasSize(1);
      }
    }).await();
  }

  @Test
  void join_ofAScopeWithoutChildren_isReadyAtOnce() {
    try (var all = TaskScope.joinAll(runtime.task()); var first = TaskScope.shutdownOnSuccess(runtime.task())) {
      assertThat(HandPolled.of(all.join()).isReady()).isTrue();
      assertThatIllegalStateException().isThrownBy(first.join()::await).withMessageContaining("no task");
    }
  }

  @Test
  void childThatIsAbortedAlone_isNoFailure() {
    runtime.spawn(() -> {
      try (var scope = TaskScope.shutdownOnFailure()) {
        var other = scope.spawn(() -> 1);
        var aborted = scope.spawn(() -> lasts());
        aborted.abort();
        scope.join().await();

        assertThat(other.await()).isEqualTo(1);
        assertThat(catchThrowableOfType(JoinException.class, aborted::await).isCancelled()).isTrue();
      }
    }).await();
  }

  // --- leaving the block ---

  @Test
  void close_withoutJoin_abortsTheChildrenAndWaitsForTheirEnds() {
    var handles = runtime.spawn(() -> {
      try (var scope = TaskScope.joinAll()) {
        return List.of(scope.spawn(() -> lasts()), scope.spawn(Futures.<Integer>pending()));
      }
    }).await();

    assertThat(handles).allMatch(JoinHandle::isFinished);
  }

  @Test
  void exceptionInTheBlock_endsTheChildrenBeforeItGoesOn() {
    var child = new AtomicReference<@Nullable JoinHandle<Integer>>();
    var started = new CountDownLatch(1);
    var owner = runtime.spawn(() -> {
      try (var scope = TaskScope.joinAll()) {
        child.set(scope.spawn(() -> {
          started.countDown();
          return lasts();
        }));
        started.await();
        throw new IllegalStateException("owner");
      }
    });

    assertThatThrownBy(owner::await).hasRootCauseMessage("owner");
    assertThat(cleaned).hasValue(1);
    assertThat(child.get()).matches(JoinHandle::isFinished);
  }

  @Test
  void ownerThatIsAborted_leavesNoChildBehind() throws InterruptedException {
    var started = new CountDownLatch(20);
    var children = new AtomicReference<List<JoinHandle<Integer>>>(List.of());
    var owner = runtime.spawn(() -> {
      try (var scope = TaskScope.joinAll()) {
        children.set(IntStream.range(0, 20).mapToObj(_ -> scope.spawn(() -> {
          started.countDown();
          return lasts();
        })).toList());
        scope.join().await();
      }
    });
    started.await();
    owner.abort();

    assertThat(catchThrowableOfType(JoinException.class, owner::await).isCancelled()).isTrue();
    assertThat(cleaned).hasValue(20);
    assertThat(children.get()).allMatch(JoinHandle::isFinished);
  }

  @Test
  void ownerThatIsAbortedWhileItLeaves_waitsAllTheSameAndIsCancelled() {
    var gate = new Manual<Integer>();
    var closing = new AtomicBoolean();
    var after = new AtomicBoolean();
    var owner = runtime.spawn(() -> {
      try (var scope = TaskScope.joinAll()) {
        scope.spawnBlocking(() -> {
          closing.set(true);
          return gate.await();
        });
        await().untilTrue(closing);
      }
      after.set(true);
      return Futures.<Integer>pending().await();
    });
    await().until(() -> closing.get() && gate.polls() > 0);
    owner.abort();
    owner.abort();
    assertThat(owner.isFinished()).isFalse();
    gate.complete(1);

    assertThat(catchThrowableOfType(JoinException.class, owner::await).isCancelled()).isTrue();
    assertThat(after).as("the interrupt was kept for where it waits next").isTrue();
  }

  @Test
  void nestedScopes_abortedFromOutside_endFromTheInside() throws InterruptedException {
    var started = new CountDownLatch(1);
    var owner = runtime.spawn(() -> {
      try (var outer = TaskScope.shutdownOnFailure()) {
        outer.spawn(() -> {
          try (var inner = TaskScope.shutdownOnFailure()) {
            inner.spawn(() -> {
              started.countDown();
              return lasts();
            });
            inner.join().await();
          } finally {
            assertThat(cleaned).hasValue(1);
            cleaned.incrementAndGet();
          }
          return 0;
        });
        outer.join().await();
      }
    });
    started.await();
    owner.abort();

    assertThat(catchThrowableOfType(JoinException.class, owner::await).isCancelled()).isTrue();
    assertThat(cleaned).hasValue(2);
  }

  @Test
  void scope_onAPlainThread_waitsForItsChildren() {
    try (var scope = TaskScope.shutdownOnFailure(runtime.task())) {
      var child = scope.spawn(() -> Task.yieldNow().await());
      scope.join().await();
      assertThat(child.isFinished()).isTrue();
      scope.spawn(() -> lasts());
    }
    assertThat(cleaned.get()).isLessThanOrEqualTo(1);
    assertThat(runtime.metrics().numAliveTasks()).isZero();
  }

  // --- shut down, closed, misused ---

  @Test
  void spawn_inAScopeThatIsShutDown_isAbortedAtOnce() {
    try (var scope = TaskScope.joinAll(runtime.task())) {
      var before = scope.spawn(Futures.<Integer>pending());
      scope.shutdown();
      scope.shutdown();
      var late = scope.spawn(Futures.<Integer>pending());
      scope.join().await();

      for (var child : List.of(before, late)) {
        assertThat(catchThrowableOfType(JoinException.class, child::await).isCancelled()).isTrue();
      }
    }
  }

  @Test
  void spawn_inAClosedScope_isRefused() {
    var scope = TaskScope.joinAll(runtime.task());
    scope.close();
    scope.close();

    assertThatIllegalStateException().isThrownBy(() -> scope.spawn(() -> 1)).withMessageContaining("closed");
    assertThat(scope.join().await()).isNull();
  }

  @Test
  void spawn_thatFails_leavesTheScopeAsItWas() {
    try (var scope = TaskScope.joinAll()) {
      assertThatIllegalStateException().isThrownBy(() -> scope.spawn(() -> 1)).withMessageContaining("no runtime");

      assertThat(scope.length()).isZero();
    }
  }

  @Test
  void children_thatSpawnSiblings_areAllWaitedFor() {
    runtime.spawn(() -> {
      var count = new AtomicInteger();
      try (var scope = TaskScope.joinAll()) {
        grow(scope, count, 6);
        scope.join().await();
      }
      assertThat(count).hasValue(127);
    }).await();
  }

  private static void grow(TaskScope<@Nullable Object, ?> scope, AtomicInteger count, int depth) {
    scope.spawn(() -> {
      count.incrementAndGet();
      if (depth > 0) {
        grow(scope, count, depth - 1);
        grow(scope, count, depth - 1);
      }
      return null;
    });
  }

  @Test
  void join_polledWhileChildrenComeAndGo_isWokenForEach() {
    try (var scope = TaskScope.joinAll(runtime.task())) {
      var join = HandPolled.of(scope.join());
      for (int i = 1; i <= 3; i++) {
        var gate = new Manual<Integer>();
        scope.spawn(gate);
        assertThat(join.isReady()).isFalse();
        gate.complete(1);
        int wakes = i;
        await().until(() -> join.wakes() == wakes);
      }
      assertThat(join.isReady()).isTrue();
    }
  }

  @Test
  void close_insideThePollOfAFutureTask_abortsAndSays() {
    assumeTrue(setup != Setup.EVERY_SWITCH, "its worker may be handed over, and may wait then");
    var held = new Manual<Integer>();
    var aborted = new Manual<Integer>();
    var scope = TaskScope.joinAll(runtime.task());
    scope.spawn(aborted);
    scope.spawnBlocking(held::await);
    await().until(() -> held.polls() > 0);
    var task = runtime.spawn(cx -> {
      assertThatIllegalStateException().isThrownBy(scope::close).withMessageContaining("future task");
      return Poll.ready(1);
    });

    assertThat(task.await()).isEqualTo(1);
    await().until(() -> aborted.drops() == 1);
    held.complete(1);
  }

  @Test
  void describe_namesTheChildren() {
    try (var scope = TaskScope.joinAll(runtime.task())) {
      var child = scope.spawn(Futures.<Integer>pending());
      var join = scope.join();
      assertThat(HandPolled.of(join).isReady()).isFalse();

      assertThat(AwaitTrace.of(join).awaits()).singleElement().matches(node -> node.taskId() == child.id());
    }
  }

  @Test
  void interruptedThread_findsItsInterruptAfterTheClose() {
    var scope = TaskScope.joinAll(runtime.task());
    scope.spawn(() -> lasts());
    Thread.currentThread().interrupt();
    scope.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(() -> {
      Thread.currentThread().interrupt();
      Futures.pending().await();
    }).isInstanceOf(CancelledException.class);
  }

  @Test
  void close_insideTheFuturesPoll_abortsAndIsRefusedAndCanBeDoneAgain() {
    try (var runtime = Runtime.builder().workerThreads(1).build()) {
      var scope = TaskScope.joinAll(runtime.task());
      var child = scope.spawn(new Manual<>());
      var inPoll = runtime.spawn((Future<Integer>) _ -> {
        Thread.currentThread().interrupt();
        try {
          scope.close();
        } finally {
          assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        }
        return Poll.ready(0);
      });

      assertThatThrownBy(inPoll::await).isInstanceOfSatisfying(JoinException.class,
          e -> assertThat(e.failure()).isInstanceOf(IllegalStateException.class).hasMessageContaining("poll"));
      assertThatThrownBy(child::await).isInstanceOfSatisfying(JoinException.class,
          e -> assertThat(e.isCancelled()).isTrue());
      scope.close();
      assertThat(scope.length()).isZero();
    }
  }
}
