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
  void mapFailure_changesAFailureAndNothingElse() {
    var failure = new IllegalStateException("odd");

    assertThat(HandPolled.of(Futures.mapFailure(Futures.ready(1), _ -> failure)).value()).isEqualTo(1);
    assertThatThrownBy(HandPolled.of(Futures.mapFailure(Futures.failed(failure), IllegalArgumentException::new))::poll)
        .isInstanceOf(IllegalArgumentException.class).hasCause(failure);
    assertThatThrownBy(HandPolled.of(Futures.mapFailure(throwsError(), IllegalArgumentException::new))::poll)
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void recover_makesAValueOfAFailure() {
    var failed = Futures.<String>failed(new IllegalStateException("odd"));

    assertThat(HandPolled.of(Futures.recover(failed, e -> "after " + e.getMessage())).value()).isEqualTo("after odd");
    assertThat(HandPolled.of(Futures.recover(Futures.ready("fine"), _ -> "not")).value()).isEqualTo("fine");
  }

  private static Future<Integer> throwsError() {
    return _ -> {
      throw new StackOverflowError();
    };
  }

  @Test
  void outcome_ofAnything_doesNotFail() {
    var success = HandPolled.of(Futures.outcome(Futures.ready(1))).value();
    var failure = HandPolled.of(Futures.outcome(throwsError())).value();

    assertThat(success).isEqualTo(new Outcome.Success<>(1));
    assertThat(success.get()).isEqualTo(1);
    assertThat(failure.isSuccess()).isFalse();
    assertThatThrownBy(failure::get).isInstanceOf(StackOverflowError.class);
  }

  @Test
  void recoverAndOutcome_dropped_dropTheirFutureOnceAndAreOver() {
    var first = new Manual<Integer>();
    var second = new Manual<Integer>();
    var recovered = HandPolled.of(Futures.recover(first, _ -> 1));
    var outcome = HandPolled.of(Futures.outcome(second));
    assertThat(recovered.isReady()).isFalse();
    assertThat(outcome.isReady()).isFalse();
    recovered.drop();
    outcome.drop();

    assertThat(first.drops()).isEqualTo(1);
    assertThat(second.drops()).isEqualTo(1);
    assertThatThrownBy(recovered::poll).hasMessageContaining("over");
    assertThatThrownBy(outcome::poll).hasMessageContaining("over");
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
