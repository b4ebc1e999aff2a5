package dev.kioto.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FuturesTest {

  @Test
  void pending_polled_isNeverReady() {
    var future = HandPolled.of(Futures.pending());

    assertThat(future.isReady()).isFalse();
    assertThat(future.isReady()).isFalse();
  }

  @Test
  void failed_polled_throwsTheFailure() {
    var failure = new IllegalStateException("broken");

    assertThatThrownBy(HandPolled.of(Futures.failed(failure))::poll).isSameAs(failure);
  }

  @Test
  void map_ready_changesTheValue() {
    assertThat(HandPolled.of(Futures.map(Futures.ready(20), n -> n + 1)).value()).isEqualTo(21);
  }

  @Test
  void map_droppedWhilePending_dropsTheSource() {
    var source = new Never();
    var future = HandPolled.of(Futures.map(source, n -> n));
    assertThat(future.isReady()).isFalse();

    future.drop();

    assertThat(source.drops).hasValue(1);
  }

  @Test
  void then_firstReady_runsTheSecondInTheSamePoll() {
    assertThat(HandPolled.of(Futures.then(Futures.ready(20), n -> Futures.ready(n + 1))).value()).isEqualTo(21);
  }

  @Test
  void then_droppedInFirst_dropsTheFirstAndNeverMakesTheSecond() {
    var first = new Never();
    var made = new AtomicInteger();
    var future = HandPolled.of(Futures.then(first, n -> {
      made.incrementAndGet();
      return Futures.ready(n);
    }));
    assertThat(future.isReady()).isFalse();

    future.drop();

    assertThat(first.drops).hasValue(1);
    assertThat(made).hasValue(0);
  }

  @Test
  void then_droppedInSecond_dropsTheSecondAlone() {
    var second = new Never();
    var future = HandPolled.of(Futures.then(Futures.ready(1), _ -> second));
    assertThat(future.isReady()).isFalse();

    future.drop();

    assertThat(second.drops).hasValue(1);
  }

  @Test
  void combinators_ofAFutureThatAnswersNull_nameItsClass() {
    var source = new Nothing();

    assertThatNullPointerException().isThrownBy(HandPolled.of(Futures.map(source, n -> n))::poll)
        .withMessageContaining(Nothing.class.getName()).withMessageContaining("Poll.pending()");
    assertThatNullPointerException().isThrownBy(HandPolled.of(Futures.then(source, Futures::ready))::poll)
        .withMessageContaining(Nothing.class.getName());
  }

  private static final class Never implements Future<Integer> {
    final AtomicInteger drops = new AtomicInteger();

    @Override
    public Poll<Integer> poll(Context cx) {
      return Poll.pending();
    }

    @Override
    public void drop() {
      drops.incrementAndGet();
    }
  }
}
