package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Nothing;
import dev.kioto.sync.OnceCell.SetResult;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OnceCellTest {
  private final OnceCell<Integer> cell = new OnceCell<>();

  /// The initializer of one who waits for a value from elsewhere.
  private static Supplier<Future<Integer>> from(SetOnce<Integer> source) {
    return source::waitUntilSet;
  }

  private static Supplier<Future<Integer>> of(int value) {
    return () -> Futures.ready(value);
  }

  @Test
  void get_noValue_isEmpty() {
    assertThat(cell.get()).isEmpty();
    assertThat(cell.isInitialized()).isFalse();
  }

  @Test
  void getOrInit_empty_makesTheValueOnce() {
    assertThat(cell.getOrInit(of(5)).await()).isEqualTo(5);

    assertThat(cell.getOrInit(of(6)).await()).isEqualTo(5);
    assertThat(cell.get()).contains(5);
    assertThat(cell.isInitialized()).isTrue();
  }

  @Test
  void getOrInit_notPolled_callsNothing() {
    var calls = new AtomicInteger();

    var ignored = cell.getOrInit(() -> Futures.ready(calls.incrementAndGet()));
    HandPolled.of(ignored).drop();

    assertThat(calls).hasValue(0);
    assertThat(cell.set(1)).isEqualTo(SetResult.SET);
  }

  @Test
  void getOrInit_whileAnotherMakesTheValue_waitsAndGetsThat() {
    var source = new SetOnce<Integer>();
    var calls = new AtomicInteger();
    var maker = HandPolled.of(cell.getOrInit(from(source)));
    var other = HandPolled.of(cell.getOrInit(() -> Futures.ready(calls.incrementAndGet())));
    assertThat(maker.isReady()).isFalse();
    assertThat(other.isReady()).isFalse();

    source.set(10);

    assertThat(maker.value()).isEqualTo(10);
    assertThat(other.wakes()).isEqualTo(1);
    assertThat(other.value()).isEqualTo(10);
    assertThat(calls).hasValue(0);
  }

  @Test
  void getOrInit_initializerFutureThrows_isTheCallersAndTheNextTriesItsOwn() {
    var source = new SetOnce<Integer>();
    var failing = HandPolled.of(cell.getOrInit(
        () -> Futures.map(source.waitUntilSet(), _ -> {
          throw new IllegalStateException("no value");
        })));
    var next = HandPolled.of(cell.getOrInit(of(7)));
    failing.poll();
    assertThat(next.isReady()).isFalse();
    source.set(1);

    assertThatThrownBy(failing::poll).isInstanceOf(IllegalStateException.class).hasMessage("no value");

    assertThat(next.wakes()).isEqualTo(1);
    assertThat(next.value()).isEqualTo(7);
    assertThat(cell.get()).contains(7);
  }

  @Test
  void getOrInit_initializerThrows_leavesTheCellEmpty() {
    assertThatThrownBy(() -> cell.getOrInit(() -> {
      throw new IllegalStateException("no future");
    }).await()).hasMessage("no future");

    assertThat(cell.get()).isEmpty();
    assertThat(cell.getOrInit(of(3)).await()).isEqualTo(3);
  }

  @Test
  void getOrInit_futureBreaksTheContract_isAFailureThatNamesIt() {
    assertThatThrownBy(() -> cell.getOrInit(Nothing::new).await()).isInstanceOf(NullPointerException.class)
        .hasMessageContaining(Nothing.class.getName());
    assertThat(cell.getOrInit(of(3)).await()).isEqualTo(3);
  }

  @Test
  @SuppressWarnings("NullAway") // which code that is not checked can do
  void getOrInit_nullForAFutureOrAValue_isAFailure() {
    assertThatThrownBy(() -> cell.getOrInit(() -> null).await()).isInstanceOf(NullPointerException.class)
        .hasMessageContaining("future");
    assertThatThrownBy(() -> cell.getOrInit(() -> Futures.ready(null)).await())
        .isInstanceOf(NullPointerException.class).hasMessageContaining("value");
    assertThatThrownBy(() -> cell.getOrInit(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> cell.set(null)).isInstanceOf(NullPointerException.class);
    assertThat(cell.set(3)).isEqualTo(SetResult.SET);
  }

  @Test
  void drop_whileMaking_dropsTheInitializerAndHandsOverToTheNext() {
    var source = new SetOnce<Integer>();
    var gone = HandPolled.of(cell.getOrInit(from(source)));
    var next = HandPolled.of(cell.getOrInit(of(8)));
    gone.poll();
    next.poll();

    gone.drop();

    assertThat(next.wakes()).isEqualTo(1);
    source.set(1);
    assertThat(gone.wakes()).as("its own future was dropped").isZero();
    assertThat(next.value()).isEqualTo(8);
  }

  @Test
  void drop_whileWaitingOrServed_passesTheTurnOn() {
    var maker = HandPolled.of(cell.getOrInit(from(new SetOnce<>())));
    var waiting = HandPolled.of(cell.getOrInit(of(1)));
    var served = HandPolled.of(cell.getOrInit(of(2)));
    var next = HandPolled.of(cell.getOrInit(of(3)));
    maker.poll();
    waiting.poll();
    served.poll();
    next.poll();

    waiting.drop();
    maker.drop();
    served.drop();

    assertThat(next.wakes()).isEqualTo(1);
    assertThat(next.value()).isEqualTo(3);
  }

  @Test
  void set_empty_isTheValueAndASecondIsRefused() {
    assertThat(cell.set(4)).isEqualTo(SetResult.SET);

    assertThat(cell.get()).contains(4);
    assertThat(cell.set(5)).isEqualTo(SetResult.ALREADY_INITIALIZED);
    assertThat(cell.get()).contains(4);
    assertThat(OnceCell.of(6).get()).contains(6);
  }

  @Test
  void set_whileAnotherMakesTheValue_isRefused() {
    var source = new SetOnce<Integer>();
    var maker = HandPolled.of(cell.getOrInit(from(source)));
    maker.poll();

    assertThat(cell.set(5)).isEqualTo(SetResult.INITIALIZING);

    source.set(10);
    assertThat(maker.value()).isEqualTo(10);
    assertThat(cell.set(5)).isEqualTo(SetResult.ALREADY_INITIALIZED);
  }

  @Test
  void getOrInit_polledAfterItWasOver_isAnError() {
    var over = HandPolled.of(cell.getOrInit(of(1)));
    over.value();

    assertThatThrownBy(over::poll).isInstanceOf(IllegalStateException.class).hasMessageContaining("get_or_init");
  }

  @Test
  void await_initializerInterrupted_theNextMakesTheValue() throws Exception {
    var refused = new AtomicReference<Throwable>();
    var thread = Thread.ofVirtual().start(() -> {
      try {
        cell.getOrInit(from(new SetOnce<>())).await();
      } catch (CancelledException e) {
        refused.set(e);
      }
    });
    await().until(() -> thread.getState() == Thread.State.WAITING);
    var next = HandPolled.of(cell.getOrInit(of(9)));
    next.poll();

    thread.interrupt();
    thread.join();

    assertThat(refused.get()).isNotNull();
    assertThat(next.value()).isEqualTo(9);
  }

  @Test
  void getOrInit_manyThreadsOfWhichSomeFail_makeOneValue() throws Exception {
    var made = new AtomicInteger();
    var values = new ArrayList<java.util.concurrent.Future<Integer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        boolean fails = i < 10;
        values.add(threads.submit(() -> {
          try {
            return cell.getOrInit(() -> fails ? Futures.failed(new IllegalStateException()) : Futures.ready(
                made.incrementAndGet())).await();
          } catch (IllegalStateException e) {
            return 1;
          }
        }));
      }
    }
    for (var value : values) {
      assertThat(value.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }
    assertThat(made).hasValue(1);
  }
}
