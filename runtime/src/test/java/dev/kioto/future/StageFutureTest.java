package dev.kioto.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StageFutureTest {
  private final CompletableFuture<String> stage = new CompletableFuture<>();

  @Test
  void fromStage_ofAStageThatIsComplete_isReadyAtOnce() {
    assertThat(HandPolled.of(Futures.fromStage(CompletableFuture.completedFuture("x"))).value()).isEqualTo("x");
    assertThat(HandPolled.of(Futures.fromStage(CompletableFuture.<String>completedFuture(null))).value()).isNull();
  }

  @Test
  void fromStage_ofAStageThatCompletesLater_wakesAndIsReady() {
    var future = HandPolled.of(Futures.fromStage(stage));
    assertThat(future.isReady()).isFalse();
    assertThat(future.isReady()).isFalse();
    stage.complete("x");

    assertThat(future.wakes()).isEqualTo(1);
    assertThat(future.value()).isEqualTo("x");
  }

  @Test
  void fromStage_awaitedWhileAnotherThreadCompletes_returns() {
    var thread = Thread.ofVirtual().start(() -> stage.complete("x"));

    assertThat(Futures.fromStage(stage.thenApplyAsync(s -> s + "y")).await()).isEqualTo("xy");
    assertThat(thread).isNotNull();
  }

  @Test
  void fromStage_ofAFailure_throwsItAsItIs() {
    var unchecked = new IllegalStateException("odd");
    var checked = new IOException("gone");
    stage.completeExceptionally(unchecked);

    assertThatThrownBy(Futures.fromStage(stage)::await).isSameAs(unchecked);
    assertThatThrownBy(Futures.fromStage(stage.thenApply(s -> s))::await).as("inside a CompletionException")
        .isSameAs(unchecked);
    assertThatThrownBy(Futures.fromStage(CompletableFuture.failedFuture(checked))::await)
        .isInstanceOf(CompletionException.class).hasCause(checked);
    assertThatThrownBy(Futures.fromStage(CompletableFuture.failedFuture(checked).thenApply(s -> s))::await)
        .isInstanceOf(CompletionException.class).hasCause(checked);
  }

  @Test
  void fromStage_ofAStageThatWasCancelled_throwsThat() {
    stage.cancel(true);

    assertThatThrownBy(Futures.fromStage(stage)::await).isInstanceOf(CancellationException.class);
  }

  @Test
  void fromStage_dropped_cancelsTheStageAndIsNotWoken() {
    var future = HandPolled.of(Futures.fromStage(stage));
    assertThat(future.isReady()).isFalse();
    future.drop();

    assertThat(stage).isCancelled();
    assertThat(future.wakes()).isZero();
  }

  @Test
  void fromStage_droppedUnpolled_cancelsTheStage() {
    Futures.fromStage(stage).drop();

    assertThat(stage).isCancelled();
  }

  @Test
  void fromStage_ofAStageThatCannotBeCancelled_isDroppedAllTheSame() {
    var minimal = stage.minimalCompletionStage();
    var future = HandPolled.of(Futures.fromStage(minimal));
    assertThat(future.isReady()).isFalse();
    future.drop();
    stage.complete("x");

    assertThat(future.wakes()).isZero();
  }

  @Test
  @SuppressWarnings("NullAway") // which code that is not checked can do
  void fromStage_ofNull_isRefused() {
    assertThatNullPointerException().isThrownBy(() -> Futures.fromStage(null)).withMessage("stage");
  }
}
