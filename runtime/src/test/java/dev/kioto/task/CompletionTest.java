package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Manual;
import dev.kioto.future.Select;
import dev.kioto.runtime.Runtime;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What others make of a [JoinHandle]: a [CompletableFuture], and a branch of a select that is given up.
@Timeout(60)
final class CompletionTest {
  private final Runtime runtime = Runtime.builder().workerThreads(2).build();

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  @Test
  void toCompletableFuture_ofATaskThatReturns_hasItsResult() throws Exception {
    var gate = new Manual<Integer>();
    var completion = runtime.spawn(gate).toCompletableFuture().thenApply(n -> n + 1);
    assertThat(completion).isNotDone();
    gate.complete(1);

    assertThat(completion.get()).isEqualTo(2);
    var over = runtime.spawn(() -> "x");
    over.await();
    assertThat(over.toCompletableFuture()).isCompletedWithValue("x");
  }

  @Test
  void toCompletableFuture_ofATaskThatFails_hasWhatItThrew() {
    var checked = new IOException("gone");
    var task = runtime.spawn(() -> {
      throw checked;
    });

    assertThatThrownBy(task.toCompletableFuture()::get).isInstanceOf(ExecutionException.class).hasCause(checked);
  }

  @Test
  void toCompletableFuture_ofATaskThatIsAborted_isCancelled() {
    var gate = new Manual<Integer>();
    var task = runtime.spawn(gate);
    var completion = task.toCompletableFuture();
    task.abort();

    assertThatThrownBy(completion::get).isInstanceOf(CancellationException.class);
    assertThat(gate.drops()).isEqualTo(1);
  }

  @Test
  void toCompletableFuture_cancelled_abortsTheTask() {
    var unwound = new AtomicBoolean();
    var task = runtime.spawn(() -> {
      try {
        Futures.pending().await();
      } finally {
        unwound.set(true);
      }
    });
    assertThat(task.toCompletableFuture().cancel(true)).isTrue();

    assertThatThrownBy(task::await).isInstanceOfSatisfying(JoinException.class,
        e -> assertThat(e.isCancelled()).isTrue());
    assertThat(task.toCompletableFuture()).isCancelled();
  }

  @Test
  void toCompletableFuture_cancelledWhenTheTaskIsOver_changesNothing() {
    var task = runtime.spawn(() -> 1);
    var completion = task.toCompletableFuture();
    assertThat(completion.join()).isEqualTo(1);

    assertThat(completion.cancel(true)).isFalse();
    assertThat(task.await()).isEqualTo(1);
  }

  @Test
  void dependent_cancelled_leavesTheTask() {
    var gate = new Manual<Integer>();
    var task = runtime.spawn(gate);
    assertThat(task.toCompletableFuture().thenApply(n -> n).cancel(true)).isTrue();
    gate.complete(1);

    assertThat(task.await()).isEqualTo(1);
  }

  @Test
  void stages_awaitedByTasks_goThereAndBack() {
    var stage = new CompletableFuture<Integer>();
    var there = runtime.spawn(Futures.fromStage(stage));
    var back = runtime.spawn(() -> Futures.fromStage(there.toCompletableFuture()).await() + 1);
    stage.complete(1);

    assertThat(back.await()).isEqualTo(2);
  }

  @Test
  void task_awaitingAStage_abortedCancelsTheStage() {
    var stage = new CompletableFuture<Integer>();
    var future = runtime.spawn(Futures.fromStage(stage));
    var other = new CompletableFuture<Integer>();
    var direct = runtime.spawn(() -> Futures.fromStage(other).await());
    await().until(() -> stage.getNumberOfDependents() == 1 && other.getNumberOfDependents() == 1);
    future.abort();
    direct.abort();

    await().untilAsserted(() -> assertThat(stage).isCancelled());
    await().untilAsserted(() -> assertThat(other).isCancelled());
  }

  // --- a handle as a branch ---

  @Test
  void handle_thatLosesItsSelect_keepsNoWakerAndRunsOn() {
    var gate = new Manual<Integer>();
    var task = runtime.spawn(gate);
    var select = HandPolled.of(Select.<Integer>of().biased().on(task, n -> n).on(Futures.ready(0), n -> n));
    var race = HandPolled.of(Futures.race(task, Futures.pending(), Futures.ready(0)));
    var join = HandPolled.of(Futures.join(task, Futures.pending()));
    var mapped = HandPolled.of(Futures.map(Futures.then(task, Futures::ready), n -> n));
    assertThat(select.value()).isZero();
    assertThat(race.value()).isZero();
    assertThat(join.isReady()).isFalse();
    join.drop();
    assertThat(mapped.isReady()).isFalse();
    mapped.drop();
    gate.complete(1);

    assertThat(task.await()).isEqualTo(1);
    assertThat(select.wakes() + race.wakes() + join.wakes() + mapped.wakes()).isZero();
  }

  @Test
  void handle_inOneSelectAfterTheOther_isJoinedInTheEnd() {
    var gate = new Manual<Integer>();
    var task = runtime.spawn(gate);
    for (int i = 0; i < 10; i++) {
      assertThat(Select.<Integer>of().biased().on(task, n -> n).on(Futures.ready(-1), n -> n).await()).isEqualTo(-1);
    }
    gate.complete(1);

    assertThat(Select.<Integer>of().on(task, n -> n).await()).isEqualTo(1);
    assertThat(Select.<Integer>of().on(task, n -> n).await()).as("it may be joined again").isEqualTo(1);
  }
}
