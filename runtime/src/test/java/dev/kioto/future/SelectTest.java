package dev.kioto.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeBuilder;
import dev.kioto.stream.StreamMap;
import dev.kioto.stream.Streams;
import dev.kioto.sync.Mpsc;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SelectTest {
  private final List<String> log = new ArrayList<>();
  private final Manual<Integer> a = new Manual<>("a", log);
  private final Manual<Integer> b = new Manual<>("b", log);
  private final Manual<Integer> c = new Manual<>("c", log);

  private Select<String> select() {
    return Select.<String>of().on(a, v -> "a" + v).on(b, v -> "b" + v).on(c, v -> "c" + v);
  }

  // --- who answers ---

  @Test
  void select_ofOne_answersWithItsHandler() {
    assertThat(Select.<String>of().on(Futures.ready(1), v -> "got " + v).await()).isEqualTo("got 1");
  }

  @Test
  void select_ofSeveralTypes_answersWithTheOneThatIsReady() {
    var select = HandPolled.of(Select.<String>of().on(a, v -> "number " + v)
        .on(Futures.<List<String>>pending(), List::getFirst));
    assertThat(select.isReady()).isFalse();
    a.complete(1);

    assertThat(select.wakes()).isEqualTo(1);
    assertThat(select.value()).isEqualTo("number 1");
  }

  @Test
  void select_withAnAnswer_dropsTheOthersOnceBeforeItsHandler() {
    b.complete(2);
    var select = HandPolled.of(Select.<String>of().biased().on(a, v -> "a").on(b, _ -> {
      log.add("handler");
      return "b";
    }).on(c, v -> "c"));

    assertThat(select.value()).isEqualTo("b");
    assertThat(log).containsExactly("a", "b", "-a", "-c", "handler");
  }

  @Test
  void select_amongReadyOnes_answersWithEachNowAndThen() {
    int[] wins = new int[3];
    for (int i = 0; i < 300; i++) {
      wins[Select.<Integer>of().on(Futures.ready(0), v -> v).on(Futures.ready(1), v -> v)
          .on(Futures.ready(2), v -> v).await()]++;
    }

    assertThat(wins).as("a fair choice leaves one out once in 10^52").doesNotContain(0);
  }

  @Test
  void select_thatIsBiased_answersWithTheFirstThatIsReady() {
    for (int i = 0; i < 50; i++) {
      assertThat(Select.<Integer>of().biased().on(Futures.<Integer>pending(), v -> v).on(Futures.ready(1), v -> v)
          .on(Futures.ready(2), v -> v).await()).isEqualTo(1);
    }
  }

  @Test
  void select_ofManyBranches_answersWithTheOneThatIsReady() {
    var select = Select.<Integer>of();
    for (int i = 0; i < 100; i++) {
      int n = i;
      select.on(i == 77 ? Futures.ready(n) : Futures.<Integer>pending(), v -> v);
    }

    assertThat(select.await()).isEqualTo(77);
  }

  @Test
  void select_inAHandler_isNested() {
    assertThat(Select.<Integer>of()
        .on(Futures.ready(1), x -> Select.<Integer>of().on(Futures.ready(2), y -> x + y).await()).await()).isEqualTo(3);
  }

  @Test
  void select_overAJoin_answersWhenBothAreReady() {
    var select = HandPolled.of(Select.<Integer>of().on(Futures.join(a, b), t -> t.first() + t.second()).on(c, v -> v));
    assertThat(select.isReady()).isFalse();
    a.complete(1);
    assertThat(select.isReady()).isFalse();
    b.complete(2);

    assertThat(select.value()).isEqualTo(3);
    assertThat(c.drops()).isEqualTo(1);
  }

  // --- guards and patterns ---

  @Test
  void guard_thatIsFalse_keepsItsBranchFromBeingPolled() {
    a.complete(1);
    var select = HandPolled.of(Select.<String>of().on(a, false, v -> "a").on(b, true, v -> "b"));
    assertThat(select.isReady()).isFalse();
    b.complete(2);

    assertThat(select.value()).isEqualTo("b");
    assertThat(a.polls()).isZero();
    assertThat(a.drops()).as("its future is dropped with the others").isEqualTo(1);
  }

  @Test
  void orElse_withEveryBranchDisabled_answers() {
    assertThat(Select.<Integer>of().on(a, false, v -> v).orElse(() -> 9).await()).isEqualTo(9);
    assertThat(Select.<Integer>of().orElse(() -> 8).await()).isEqualTo(8);
    assertThat(Select.<Integer>of().biased().orElse(() -> 7).await()).isEqualTo(7);
  }

  @Test
  void select_withNothingLeftAndNoElse_says() {
    assertThatIllegalStateException().isThrownBy(Select.<Integer>of()::await).withMessageContaining("without branches");
    assertThatIllegalStateException().isThrownBy(Select.<Integer>of().on(a, false, v -> v)::await)
        .withMessageContaining("disabled");
    assertThat(a.drops()).isEqualTo(1);
  }

  @Test
  void onMatch_withAValueThatDoesNotMatch_goesOnWithoutTheBranch() {
    var select = HandPolled.of(Select.<Integer>of().onMatch(a, v -> v > 10, v -> v).on(b, v -> -v).orElse(() -> 0));
    assertThat(select.isReady()).isFalse();
    a.complete(1);
    assertThat(select.isReady()).isFalse();
    assertThat(select.isReady()).as("it is not polled again").isFalse();
    b.complete(2);

    assertThat(select.value()).isEqualTo(-2);
    assertThat(a.drops()).isZero();
  }

  @Test
  void onMatch_withTheLastBranchThatDoesNotMatch_answersElse() {
    var select = HandPolled.of(Select.<Integer>of().onMatch(a, v -> v > 10, v -> v).orElse(() -> 0));
    assertThat(select.isReady()).isFalse();
    a.complete(1);

    assertThat(select.value()).isZero();
  }

  @Test
  void selects_ofTwoChannelsInALoop_takeEveryMessageUntilBothAreClosed() {
    Mpsc.Channel<Integer> odd = Mpsc.channel(8);
    Mpsc.Channel<Integer> even = Mpsc.channel(8);
    for (int i = 1; i <= 10; i++) {
      assertThat((i % 2 == 0 ? even : odd).sender().trySend(i)).isEqualTo(Mpsc.TrySend.SENT);
    }
    odd.sender().close();
    even.sender().close();
    var got = new ArrayList<Integer>();
    var open = true;
    while (open) {
      open = Select.<Boolean>of()
          .onMatch(odd.receiver().recv(), Objects::nonNull, got::add)
          .onMatch(even.receiver().recv(), Objects::nonNull, got::add)
          .orElse(() -> false).await();
    }

    assertThat(got).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  // --- failures ---

  @Test
  void branch_thatFails_endsTheSelectAndDropsTheOthersOnce() {
    var failure = new IllegalStateException("odd");
    var dropFailure = new IllegalStateException("drop");
    c.failsWhenDropped(dropFailure);
    var select = HandPolled.of(select());
    assertThat(select.isReady()).isFalse();
    a.fail(failure);

    assertThatThrownBy(select::poll).isSameAs(failure).hasSuppressedException(dropFailure);
    assertThat(List.of(a.drops(), b.drops(), c.drops())).containsExactly(0, 1, 1);
    assertThatIllegalStateException().isThrownBy(select::poll);
  }

  @Test
  void branch_thatFails_insideAnOutcome_isAnAnswer() {
    assertThat(Select.<Boolean>of()
        .on(Futures.outcome(Futures.failed(new IllegalStateException("odd"))), Outcome::isSuccess).await()).isFalse();
  }

  @Test
  void handler_thatFails_failsTheSelect() {
    a.complete(1);
    assertThatThrownBy(HandPolled.of(Select.<Integer>of().on(a, _ -> {
      throw new IllegalStateException("odd");
    }).on(b, v -> v))::poll).hasMessage("odd");

    assertThat(b.drops()).isEqualTo(1);
  }

  @Test
  void match_thatFails_failsTheSelectAndDropsTheOthers() {
    a.complete(1);
    assertThatThrownBy(HandPolled.of(Select.<Integer>of().biased().onMatch(a, _ -> {
      throw new IllegalStateException("odd");
    }, v -> v).on(b, v -> v))::poll).hasMessage("odd");

    assertThat(b.drops()).isEqualTo(1);
  }

  // --- dropped, over, misused ---

  @Test
  void select_dropped_dropsItsBranchesInTheirOrder() {
    var select = HandPolled.of(select());
    assertThat(select.isReady()).isFalse();
    log.clear();
    select.drop();

    assertThat(log).containsExactly("-a", "-b", "-c");
    assertThatIllegalStateException().isThrownBy(select::poll).withMessageContaining("over");
  }

  @Test
  void select_polledAfterItsAnswer_says() {
    a.complete(1);
    var select = HandPolled.of(select());
    assertThat(select.value()).isEqualTo("a1");

    assertThatIllegalStateException().isThrownBy(select::poll).withMessageContaining("over");
  }

  @Test
  void select_thatHasBeenPolled_takesNoMoreBranches() {
    var select = select();
    assertThat(HandPolled.of(select).isReady()).isFalse();

    assertThatIllegalStateException().isThrownBy(() -> select.on(Futures.ready(1), v -> "x"));
    assertThatIllegalStateException().isThrownBy(() -> select.orElse(() -> "x"));
    assertThatIllegalStateException().isThrownBy(select::biased);
  }

  @Test
  @SuppressWarnings("NullAway") // which code that is not checked can do
  void select_ofANull_isRefused() {
    assertThatNullPointerException().isThrownBy(() -> select().on(null, v -> "x")).withMessage("future");
    assertThatNullPointerException().isThrownBy(() -> select().on(Futures.ready(1), null)).withMessage("handler");
    assertThatNullPointerException().isThrownBy(() -> select().orElse(null)).withMessage("otherwise");
  }

  @Test
  void select_withoutBudget_givesWayWithoutPolling() {
    a.complete(1);
    var asked = new AtomicInteger();
    var spent = new Context() {
      @Override
      public Waker waker() {
        return () -> {};
      }

      @Override
      public boolean hasBudget() {
        return false;
      }

      @Override
      public boolean takeBudget() {
        asked.incrementAndGet();
        return false;
      }
    };

    assertThat(select().poll(spent).isReady()).isFalse();
    assertThat(a.polls()).isZero();
    assertThat(asked).as("which arranges another poll").hasValue(1);
  }

  @Test
  void describe_showsTheBranchesThatAreEnabled() {
    var select = Select.<String>of().on(a, v -> "a").on(b, false, v -> "b").on(c, v -> "c");
    assertThat(HandPolled.of(select).isReady()).isFalse();
    var node = AwaitTrace.of(select);

    assertThat(node.awaits()).hasSize(2);
    assertThat(node.detail()).isEqualTo("the first of 2 branches");
  }

  // --- a future that is kept across rounds ---

  @Test
  void keptFuture_thatLoses_goesOnInTheNextRound() {
    try (var kept = Futures.keep(a)) {
      assertThat(Select.<String>of().biased().on(kept, v -> "a").on(Futures.ready(1), v -> "other").await())
          .isEqualTo("other");
      assertThat(a.drops()).isZero();
      a.complete(7);

      assertThat(Select.<String>of().on(kept, v -> "a" + v).on(b, v -> "b").await()).isEqualTo("a7");
      assertThat(kept.isOver()).isTrue();
    }
    assertThat(a.drops()).isZero();
  }

  @Test
  void keptFuture_closedBeforeItIsOver_isDroppedOnce() {
    var kept = Futures.keep(a);
    assertThat(HandPolled.of(kept).isReady()).isFalse();
    kept.drop();
    assertThat(a.drops()).isZero();
    kept.close();
    kept.close();

    assertThat(a.drops()).isEqualTo(1);
    assertThat(kept.isOver()).isTrue();
  }

  @Test
  void keptFuture_polledWhenOver_says() {
    a.complete(1);
    var kept = Futures.keep(a);
    assertThat(HandPolled.of(kept).value()).isEqualTo(1);
    assertThatIllegalStateException().isThrownBy(() -> HandPolled.of(kept).poll()).withMessageContaining("isOver");

    b.fail(new IllegalStateException("odd"));
    kept.set(b);
    assertThat(kept.isOver()).isFalse();
    assertThatThrownBy(() -> HandPolled.of(kept).poll()).hasMessage("odd");
    assertThat(kept.isOver()).isTrue();
  }

  @Test
  void keptFuture_setAnew_dropsTheOneBefore() {
    var kept = Futures.keep(a);
    kept.set(b);
    assertThat(a.drops()).isEqualTo(1);
    b.complete(2);

    assertThat(HandPolled.of(kept).value()).isEqualTo(2);
  }

  // --- by the runtime's seed ---

  private static RuntimeBuilder oneThread() {
    return Runtime.builder().currentThread();
  }

  private static RuntimeBuilder oneWorker() {
    return Runtime.builder().workerThreads(1);
  }

  /// Which of three was chosen, many times over, in a future task, in a direct one, by the root, and where streams begin.
  private static String choices(RuntimeBuilder builder, long seed) {
    try (var runtime = builder.rngSeed(seed).build()) {
      var chosen = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        chosen.append(runtime.blockOn(runtime.spawn(ofThree())));
        chosen.append(runtime.blockOn(runtime.spawn(() -> ofThree().await())));
        chosen.append(runtime.blockOn(ofThree()));
        chosen.append(runtime.blockOn(runtime.spawn(firstOfThreeStreams())));
      }
      return chosen.toString();
    }
  }

  private static Select<String> ofThree() {
    return Select.<String>of().on(Futures.ready("a"), x -> x).on(Futures.ready("b"), x -> x)
        .on(Futures.ready("c"), x -> x);
  }

  private static Future<String> firstOfThreeStreams() {
    var streams = new StreamMap<String, Integer>();
    for (var key : List.of("x", "y", "z")) {
      streams.insert(key, Streams.of(1));
    }
    return Futures.map(streams.next(), entry -> Objects.requireNonNull(entry).getKey());
  }

  @Test
  void choices_ofTwoRuntimesWithOneSeed_areTheSame() {
    assertThat(choices(oneThread(), 7)).isEqualTo(choices(oneThread(), 7)).isNotEqualTo(choices(oneThread(), 8));
    assertThat(choices(oneWorker(), 7)).isEqualTo(choices(oneWorker(), 7)).isNotEqualTo(choices(oneWorker(), 8));
  }

  @Test
  void choices_withoutASeed_differ() {
    var builder = oneThread();
    var one = new StringBuilder();
    var other = new StringBuilder();
    try (var first = builder.build(); var second = builder.build()) {
      for (int i = 0; i < 40; i++) {
        one.append(first.blockOn(ofThree()));
        other.append(second.blockOn(ofThree()));
      }
    }

    assertThat(one.toString()).isNotEqualTo(other.toString()).contains("a", "b", "c");
  }
}
