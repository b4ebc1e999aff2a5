package dev.kioto.time;

import static dev.kioto.time.Paused.advance;
import static dev.kioto.time.Paused.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Nothing;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.runtime.Setup;
import dev.kioto.task.Task;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class TimeoutTest {

  /// A future that the test completes.
  private static final class Promise implements Future<Integer> {
    private @Nullable Integer value;
    private @Nullable Waker waker;
    private int drops;

    @Override
    public Poll<Integer> poll(Context cx) {
      waker = cx.waker();
      return value == null ? Poll.pending() : Poll.ready(value);
    }

    @Override
    public void drop() {
      drops++;
    }

    void complete(int with) {
      value = with;
      if (waker != null) {
        waker.wake();
      }
    }
  }

  @Test
  void timeout_futureReadyInTime_hasItsValue() throws Exception {
    Paused.run(() -> {
      var promise = new Promise();
      var timeout = HandPolled.of(Time.timeout(ms(100), promise));
      assertThat(timeout.isReady()).isFalse();
      advance(ms(90));
      assertThat(timeout.isReady()).isFalse();
      promise.complete(7);

      assertThat(timeout.wakes()).isEqualTo(1);
      assertThat(timeout.value()).isEqualTo(7);
      advance(ms(20));
      assertThat(timeout.wakes()).as("the timer was left").isEqualTo(1);
      assertThat(promise.drops).isZero();
    });
  }

  @Test
  void timeout_futureNotReady_throwsAndDropsIt() throws Exception {
    Paused.run(() -> {
      var promise = new Promise();
      var timeout = HandPolled.of(Time.timeout(ms(300), promise));
      assertThat(timeout.isReady()).isFalse();
      advance(ms(301));

      assertThat(timeout.wakes()).isEqualTo(1);
      assertThatThrownBy(timeout::poll).isInstanceOf(ElapsedException.class).hasMessageContaining("Promise");
      assertThat(promise.drops).isEqualTo(1);
    });
  }

  @Test
  void timeoutAt_passedDeadlineAndReadyFuture_hasItsValue() throws Exception {
    Paused.run(() -> {
      var past = Time.now().minus(Duration.ofHours(1));

      assertThat(HandPolled.of(Time.timeoutAt(past, Futures.ready(1))).value()).isEqualTo(1);
      assertThat(HandPolled.of(Time.timeout(ms(-1), Futures.ready(2))).value()).isEqualTo(2);
    });
  }

  @Test
  void timeoutAt_now_polledOnce() throws Exception {
    Paused.run(() -> {
      var promise = new Promise();
      var timeout = HandPolled.of(Time.timeoutAt(Time.now(), promise));

      assertThatThrownBy(timeout::poll).isInstanceOf(ElapsedException.class);
      assertThat(promise.drops).isEqualTo(1);
    });
  }

  @Test
  void timeout_ofTheLongestDuration_waits() throws Exception {
    Paused.run(() -> {
      var promise = new Promise();
      var timeout = HandPolled.of(Time.timeout(Duration.ofSeconds(Long.MAX_VALUE), promise));
      assertThat(timeout.isReady()).isFalse();
      advance(Duration.ofDays(3650));
      assertThat(timeout.isReady()).isFalse();
      promise.complete(1);
      assertThat(timeout.value()).isEqualTo(1);
    });
  }

  @Test
  void timeout_dropped_dropsBoth() throws Exception {
    Paused.run(() -> {
      var promise = new Promise();
      var timeout = HandPolled.of(Time.timeout(ms(10), promise));
      assertThat(timeout.isReady()).isFalse();
      timeout.drop();
      advance(ms(20));

      assertThat(promise.drops).isEqualTo(1);
      assertThat(timeout.wakes()).isZero();
    });
  }

  @Test
  void timeout_futureThatThrows_throwsItAndLeavesTheTimer() throws Exception {
    Paused.run(() -> {
      var failure = new IllegalStateException("on purpose");
      var timeout = HandPolled.of(Time.timeout(ms(10), Futures.failed(failure)));

      assertThatThrownBy(timeout::poll).isSameAs(failure);
      advance(ms(20));
      assertThat(timeout.wakes()).isZero();
    });
  }

  @Test
  void timeout_pollThatReturnsNull_isRefused() throws Exception {
    Paused.run(() -> {
      var timeout = HandPolled.of(Time.timeout(ms(10), new Nothing()));

      assertThatThrownBy(timeout::poll).isInstanceOf(NullPointerException.class).hasMessageContaining("Nothing");
    });
  }

  @Test
  void timeout_outsideOfARuntime_dropsTheFuture() {
    var promise = new Promise();
    var timeout = HandPolled.of(Time.timeout(ms(10), promise));

    assertThatThrownBy(timeout::poll).isInstanceOf(IllegalStateException.class).hasMessageContaining("no runtime");
    assertThat(promise.drops).isEqualTo(1);
  }

  /// Spends the whole budget in each poll, and is never ready.
  private static final class Greedy implements Future<Integer> {
    @Override
    public Poll<Integer> poll(Context cx) {
      while (cx.takeBudget()) {}
      return Poll.pending();
    }
  }

  @ParameterizedTest
  @EnumSource(Setup.class)
  void timeout_futureThatSpendsTheBudget_elapsesAllTheSame(Setup setup) {
    try (var runtime = setup.start()) {
      var task = runtime.spawn(Time.timeout(ms(5), new Greedy()));
      var direct = runtime.spawn(() -> Time.timeout(ms(5), new Greedy()).await());

      assertThatThrownBy(task::await).hasRootCauseInstanceOf(ElapsedException.class);
      assertThatThrownBy(direct::await).hasRootCauseInstanceOf(ElapsedException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Setup.class)
  void timeout_ofATask_leavesTheTaskAndNoWaker(Setup setup) {
    try (var runtime = setup.start()) {
      var task = runtime.spawn(() -> Time.sleep(Duration.ofHours(1)).await());
      runtime.spawn(() -> {
        for (int i = 0; i < 3; i++) {
          assertThatThrownBy(() -> Time.timeout(ms(2), task).await()).isInstanceOf(ElapsedException.class);
        }
      }).await();

      assertThat(task.isFinished()).isFalse();
      var waker = new int[1];
      var timeout = runtime.handle().spawn(() -> {
        var polled = Time.timeout(ms(1), task);
        Waker mine = () -> waker[0]++;
        assertThat(polled.poll(() -> mine).isReady()).isFalse();
        polled.drop();
      });
      timeout.await();
      task.abort();
      assertThatThrownBy(task::await).hasCauseInstanceOf(CancelledException.class);
      assertThat(waker[0]).isZero();
    }
  }

  @Test
  void timeout_ofADirectTasksWait_saysWhatItWaitsFor() throws Exception {
    Paused.run(() -> {
      var inner = Time.sleep(Duration.ofHours(1));
      var task = Task.spawn(() -> Time.timeout(ms(1), inner).await());

      assertThatThrownBy(task::await).hasCauseInstanceOf(ElapsedException.class)
          .hasStackTraceContaining("Sleep (due in");
    });
  }

  @Test
  @SuppressWarnings("NullAway") // which code that is not checked can do
  void timeout_ofNull_isRefused() {
    assertThatThrownBy(() -> Time.timeout(ms(1), null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Time.timeout(null, Futures.ready(1))).isInstanceOf(NullPointerException.class);
  }
}
