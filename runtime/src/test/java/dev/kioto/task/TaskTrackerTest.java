package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Manual;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class TaskTrackerTest {
  private final TaskTracker tracker = new TaskTracker();

  private HandPolled<@Nullable Void> waiting() {
    var waiting = HandPolled.of(tracker.waitAll());
    assertThat(waiting.isReady()).isFalse();
    return waiting;
  }

  // --- open and closed ---

  @Test
  void closeAndReopen_sayWhetherTheyChangedIt() {
    assertThat(tracker.isClosed()).isFalse();
    assertThat(tracker.reopen()).isFalse();
    assertThat(tracker.close()).isTrue();
    assertThat(tracker.close()).isFalse();
    assertThat(tracker.isClosed()).isTrue();
    assertThat(tracker.reopen()).isTrue();
    assertThat(tracker.isClosed()).isFalse();
  }

  @Test
  void tokens_areCountedUntilTheyAreClosed() {
    var tokens = new ArrayList<TaskTracker.Token>();
    for (int i = 1; i <= 10; i++) {
      tokens.add(tracker.token());
      assertThat(tracker.length()).isEqualTo(i);
    }
    assertThat(tracker.isEmpty()).isFalse();
    tracker.close();
    for (int i = 9; i >= 0; i--) {
      tokens.get(i).close();
      tokens.get(i).close();
      assertThat(tracker.length()).isEqualTo(i);
    }

    assertThat(tracker.isEmpty()).isTrue();
  }

  // --- waiting ---

  @Test
  void waitAll_ofAClosedEmptyTracker_isReadyAtOnce() {
    tracker.close();

    assertThat(HandPolled.of(tracker.waitAll()).isReady()).isTrue();
  }

  @Test
  void waitAll_madeWhileClosedAndEmpty_isReadyAlsoOnceReopened() {
    tracker.close();
    var wait = HandPolled.of(tracker.waitAll());
    tracker.reopen();

    assertThat(wait.isReady()).isTrue();
    assertThat(HandPolled.of(tracker.waitAll()).isReady()).isFalse();
  }

  @Test
  void waitAll_ofAnEmptyTracker_isReadyWhenItIsClosed() {
    var wait = waiting();
    tracker.close();

    assertThat(wait.wakes()).isEqualTo(1);
    assertThat(wait.isReady()).isTrue();
  }

  @Test
  void waitAll_whenClosedAndReopened_isReady() {
    var wait = waiting();
    var unpolled = HandPolled.of(tracker.waitAll());
    tracker.close();
    tracker.reopen();

    assertThat(wait.isReady()).isTrue();
    assertThat(unpolled.isReady()).isTrue();
  }

  @Test
  void waitAll_ofAClosedTracker_isReadyWithItsLastTask() {
    var one = tracker.token();
    var other = tracker.token();
    tracker.close();
    var wait = waiting();
    one.close();
    assertThat(wait.isReady()).isFalse();
    other.close();

    assertThat(wait.wakes()).isEqualTo(1);
    assertThat(wait.isReady()).isTrue();
  }

  @Test
  void waitAll_whenAnotherTaskCameMeanwhile_isReadyAllTheSame() {
    var token = tracker.token();
    tracker.close();
    var wait = waiting();
    token.close();
    var late = tracker.token();

    assertThat(wait.isReady()).isTrue();
    assertThat(late).isNotNull();
    assertThat(HandPolled.of(tracker.waitAll()).isReady()).isFalse();
  }

  @Test
  void waitAll_ofAnOpenTracker_isNotReadyWhenItIsEmptyForAWhile() {
    var wait = waiting();
    tracker.token().close();
    tracker.token().close();
    assertThat(wait.isReady()).isFalse();
    assertThat(wait.wakes()).isZero();
    tracker.close();

    assertThat(wait.isReady()).isTrue();
  }

  @Test
  void waitAll_byMany_tellsAllButThoseThatWereDropped() {
    var token = tracker.token();
    tracker.close();
    var waits = List.of(waiting(), waiting(), waiting(), waiting());
    waits.get(1).drop();
    waits.get(3).drop();
    token.close();

    assertThat(waits.stream().map(HandPolled::wakes)).containsExactly(1, 0, 1, 0);
  }

  // --- tasks ---

  @ParameterizedTest
  @EnumSource(Setup.class)
  void tasks_ofEveryKind_areTrackedToTheirEnds(Setup setup) {
    try (var runtime = setup.start()) {
      var own = new TaskTracker(runtime.task());
      var ended = new AtomicInteger();
      for (int i = 0; i < 100; i++) {
        own.spawn(Futures.map(Task.yieldNow(), _ -> ended.incrementAndGet()));
        own.spawn(() -> {
          Task.yieldNow().await();
          ended.incrementAndGet();
        });
        own.spawnBlocking(() -> {
          ended.incrementAndGet();
        });
        runtime.spawn(own.trackFuture(Futures.map(Task.yieldNow(), _ -> ended.incrementAndGet())));
      }
      own.close();
      runtime.spawn(own.waitAll()).await();

      assertThat(ended).hasValue(400);
      assertThat(own.isEmpty()).isTrue();
    }
  }

  @Test
  void task_thatFailsOrIsAbortedOrNeverRuns_isTrackedToItsEnd() {
    var runtime = Runtime.builder().workerThreads(1).build();
    var own = new TaskTracker(runtime.task());
    var failing = own.spawn(() -> {
      throw new IllegalStateException("odd");
    });
    var aborted = own.spawn(new Manual<Integer>());
    aborted.abort();
    runtime.close();
    own.spawn(() -> 1);
    own.close();
    own.waitAll().await();

    assertThat(failing.isFinished() && aborted.isFinished()).isTrue();
  }

  @Test
  void spawn_onAClosedTracker_isTrackedAsWell() throws InterruptedException {
    try (var runtime = Runtime.builder().workerThreads(1).build()) {
      var own = new TaskTracker(runtime.task());
      own.close();
      var gate = new CountDownLatch(1);
      var task = own.spawn(() -> gate.await());
      var wait = HandPolled.of(own.waitAll());
      assertThat(wait.isReady()).isFalse();
      gate.countDown();
      task.await();
      own.waitAll().await();

      assertThat(wait.isReady()).isTrue();
    }
  }

  @Test
  void spawn_outsideARuntime_isRefusedAndTracksNothing() {
    assertThatIllegalStateException().isThrownBy(() -> tracker.spawn(() -> 1)).withMessageContaining("no runtime");

    assertThat(tracker.isEmpty()).isTrue();
  }

  @Test
  void trackFuture_isTrackedUntilItIsReadyOrThrowsOrIsDropped() {
    var ready = HandPolled.of(tracker.trackFuture(Futures.ready(1)));
    var failed = HandPolled.of(tracker.trackFuture(Futures.failed(new IllegalStateException("odd"))));
    var source = new Manual<Integer>().failsWhenDropped(new IllegalStateException("drop"));
    var dropped = HandPolled.of(tracker.trackFuture(source));
    assertThat(tracker.length()).isEqualTo(3);
    assertThat(ready.value()).isEqualTo(1);
    assertThatThrownBy(failed::poll).hasMessage("odd");
    assertThat(tracker.length()).isEqualTo(1);
    assertThat(dropped.isReady()).isFalse();
    assertThatThrownBy(dropped::drop).hasMessage("drop");

    assertThat(tracker.length()).isZero();
    assertThat(source.drops()).isEqualTo(1);
  }
}
