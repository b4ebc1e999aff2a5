package dev.kioto.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JoinTest {
  private final List<String> log = new ArrayList<>();
  private final Manual<Integer> a = new Manual<>("a", log);
  private final Manual<Integer> b = new Manual<>("b", log);
  private final Manual<Integer> c = new Manual<>("c", log);

  private Future<List<Integer>> joinOf(boolean many, boolean failsFast) {
    if (many) {
      return failsFast ? Futures.all(List.of(a, b, c)) : Futures.join(List.of(a, b, c));
    }
    return Futures.map(failsFast ? Futures.tryJoin(a, b, c) : Futures.join(a, b, c),
        t -> List.of(t.first(), t.second(), t.third()));
  }

  // --- values ---

  @Test
  void join_ofFuturesThatAreReady_isReadyAtOnce() {
    assertThat(Futures.join(Futures.ready(1), Futures.ready("x")).await()).isEqualTo(new Tuple.Two<>(1, "x"));
    assertThat(Futures.join(Futures.ready(1), Futures.ready(2), Futures.ready(3)).await())
        .isEqualTo(new Tuple.Three<>(1, 2, 3));
    assertThat(Futures.join(Futures.ready(1), Futures.ready(2), Futures.ready(3), Futures.ready(4)).await())
        .isEqualTo(new Tuple.Four<>(1, 2, 3, 4));
    assertThat(Futures
        .tryJoin(Futures.ready(1), Futures.ready(2), Futures.ready(3), Futures.ready(4), Futures.ready("five"))
        .await()).isEqualTo(new Tuple.Five<>(1, 2, 3, 4, "five"));
    assertThat(Futures.join(List.of(Futures.ready(1), Futures.ready(2))).await()).containsExactly(1, 2);
  }

  @Test
  void join_ofNothing_isAnEmptyListAtOnce() {
    assertThat(HandPolled.of(Futures.join(List.<Future<Integer>>of())).value()).isEmpty();
    assertThat(HandPolled.of(Futures.all(List.<Future<Integer>>of())).value()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void join_ofFuturesThatEndInAnyOrder_givesTheirValuesInTheirs(boolean many) {
    var join = HandPolled.of(joinOf(many, false));
    assertThat(join.isReady()).isFalse();
    b.complete(2);
    assertThat(join.wakes()).isEqualTo(1);
    assertThat(join.isReady()).isFalse();
    a.complete(1);
    c.complete(3);

    assertThat(join.wakes()).isGreaterThanOrEqualTo(2);
    assertThat(join.value()).containsExactly(1, 2, 3);
  }

  @Test
  void join_withANullAmongItsValues_hasItInItsPlace() {
    assertThat(Futures.join(List.<Future<@Nullable Integer>>of(Futures.ready(1), Futures.ready(null))).await())
        .containsExactly(1, null);
  }

  // --- whose turn it is ---

  @Test
  void join_ofThree_beginsEachPollWithAnother() {
    var join = HandPolled.of(Futures.join(a, b, c));
    for (int i = 0; i < 4; i++) {
      assertThat(join.isReady()).isFalse();
    }

    assertThat(log).containsExactly("a", "b", "c", "b", "c", "a", "c", "a", "b", "a", "b", "c");
  }

  @Test
  void join_thatIsBiased_beginsEachPollWithTheFirst() {
    var join = HandPolled.of(Futures.tryJoin(a, b, c).biased());
    for (int i = 0; i < 3; i++) {
      assertThat(join.isReady()).isFalse();
    }

    assertThat(log).containsExactly("a", "b", "c", "a", "b", "c", "a", "b", "c");
  }

  @Test
  void join_withABranchThatUsesUpTheBudget_letsTheOtherHaveItsTurn() {
    var greedy = new Units(400);
    var modest = new Units(3);
    var join = Futures.join(greedy, modest);
    var cx = new Scarce();
    int polls = 1;
    while (!join.poll(cx.refill()).isReady()) {
      polls++;
    }

    assertThat(polls).isBetween(4, 10);
  }

  @Test
  void joinOfMany_withABranchThatUsesUpTheBudget_letsTheOthersHaveTheirTurn() {
    var join = Futures.join(List.of(new Units(400), new Units(3), new Units(200), new Units(3)));
    var cx = new Scarce();
    int polls = 1;
    while (!join.poll(cx.refill()).isReady()) {
      polls++;
    }

    assertThat(polls).isBetween(6, 14);
  }

  @Test
  void joinOfMany_onAWake_pollsTheOneThatWasWoken() {
    var futures = IntStream.range(0, 1000).mapToObj(_ -> new Manual<Integer>()).toList();
    var join = HandPolled.of(Futures.join(futures));
    assertThat(join.isReady()).isFalse();
    for (int i = 0; i < 1000; i++) {
      futures.get((i * 7) % 1000).complete(i);
      assertThat(join.isReady()).isEqualTo(i == 999);
    }

    assertThat(futures).allMatch(future -> future.polls() == 2);
    assertThat(join.wakes()).isEqualTo(1000);
  }

  @Test
  void joinOfMany_polledWithoutAWake_pollsNone() {
    var join = HandPolled.of(joinOf(true, false));
    assertThat(join.isReady()).isFalse();
    assertThat(join.isReady()).isFalse();

    assertThat(log).containsExactly("a", "b", "c");
  }

  @Test
  void joinOfMany_ofThoseThatGiveWay_givesWayItself() {
    var yields = new GivesWay();
    var join = Futures.join(List.of(yields));
    var cx = new Scarce();

    assertThat(join.poll(cx.refill()).isReady()).isFalse();
    assertThat(cx.deferred).isEqualTo(1);
    assertThat(yields.polls).isEqualTo(1);
    assertThat(join.poll(cx).isReady()).isTrue();
  }

  @Test
  void joinOfMany_withOneThatWakesItself_returnsFromItsPoll() {
    var busy = new Future<Integer>() {
      @Override
      public Poll<Integer> poll(Context cx) {
        cx.waker().wake();
        return Poll.pending();
      }
    };
    var join = HandPolled.of(Futures.join(List.of(busy, a)));

    assertThat(join.isReady()).isFalse();
    assertThat(join.wakes()).as("it is to be polled again").isPositive();
  }

  private static final class GivesWay implements Future<Integer> {
    int polls;

    @Override
    public Poll<Integer> poll(Context cx) {
      if (polls++ > 0) {
        return Poll.ready(1);
      }
      cx.defer();
      return Poll.pending();
    }
  }

  /// Takes so many units before it is ready.
  private static final class Units implements Future<Integer> {
    private int left;

    Units(int units) {
      left = units;
    }

    @Override
    public Poll<Integer> poll(Context cx) {
      while (left > 0) {
        if (!cx.takeBudget()) {
          return Poll.pending();
        }
        left--;
      }
      return Poll.ready(1);
    }
  }

  /// 100 units a poll.
  private static final class Scarce implements Context {
    private int units = 100;
    int deferred;

    Scarce refill() {
      units = 100;
      return this;
    }

    @Override
    public Waker waker() {
      return () -> {};
    }

    @Override
    public boolean takeBudget() {
      return units > 0 && units-- > 0;
    }

    @Override
    public boolean hasBudget() {
      return units > 0;
    }

    @Override
    public void restoreBudget() {
      units++;
    }

    @Override
    public void defer() {
      deferred++;
    }
  }

  // --- failures ---

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void join_withABranchThatFails_waitsForTheOthersAndThenFails(boolean many) {
    var first = new IllegalStateException("first");
    var second = new IllegalArgumentException("second");
    var join = HandPolled.of(joinOf(many, false));
    assertThat(join.isReady()).isFalse();
    b.fail(first);
    assertThat(join.isReady()).isFalse();
    a.fail(second);
    assertThat(join.isReady()).isFalse();
    c.complete(3);

    assertThatThrownBy(join::poll).isSameAs(first).hasSuppressedException(second);
    assertThat(log).noneMatch(entry -> entry.startsWith("-"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tryJoin_withABranchThatFails_dropsTheOthersOnceAndFails(boolean many) {
    var failure = new IllegalStateException("odd");
    var join = HandPolled.of(joinOf(many, true));
    assertThat(join.isReady()).isFalse();
    a.complete(1);
    assertThat(join.isReady()).isFalse();
    b.fail(failure);

    assertThatThrownBy(join::poll).isSameAs(failure);
    assertThat(log).endsWith("-c").doesNotContain("-a", "-b");
    assertThat(c.drops()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tryJoin_withDropsThatFail_hasThemSuppressed(boolean many) {
    var failure = new IllegalStateException("odd");
    var dropA = new IllegalStateException("a");
    var dropC = new IllegalStateException("c");
    a.failsWhenDropped(dropA);
    c.failsWhenDropped(dropC);
    b.fail(failure);

    var thrown = catchThrowable(HandPolled.of(joinOf(many, true))::poll);
    assertThat(thrown).isSameAs(failure);
    assertThat(thrown.getSuppressed()).containsExactly(dropA, dropC);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void join_thatFails_withTheSameExceptionTwice_throwsIt(boolean many) {
    var failure = new IllegalStateException("shared");
    a.fail(failure);
    b.fail(failure);
    c.complete(1);

    assertThatThrownBy(HandPolled.of(joinOf(many, false))::poll).isSameAs(failure).hasNoSuppressedExceptions();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void join_withABranchThatAnswersNull_namesItAndDropsIt(boolean many) {
    var nothing = new Nothing();
    Future<?> join = many ? Futures.all(List.of(nothing, a)) : Futures.tryJoin(nothing, a);

    assertThatNullPointerException().isThrownBy(HandPolled.of(join)::poll).withMessageContaining("Nothing");
    assertThat(nothing.drops()).isEqualTo(1);
    assertThat(a.drops()).isEqualTo(1);
  }

  // --- dropped, and over ---

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void join_dropped_dropsThoseThatAreNotOverInTheirOrder(boolean many) {
    var join = HandPolled.of(joinOf(many, false));
    b.complete(2);
    assertThat(join.isReady()).isFalse();
    log.clear();
    join.drop();

    assertThat(log).containsExactly("-a", "-c");
    c.wake();
    assertThat(join.wakes()).as("nobody is woken for it any more").isLessThanOrEqualTo(many ? 0 : 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void join_dropped_dropsTheRestWhenADropFails(boolean many) {
    var failure = new IllegalStateException("a");
    a.failsWhenDropped(failure);
    var join = HandPolled.of(joinOf(many, false));
    assertThat(join.isReady()).isFalse();

    assertThatThrownBy(join::drop).isSameAs(failure);
    assertThat(List.of(a.drops(), b.drops(), c.drops())).containsExactly(1, 1, 1);
  }

  @Test
  void join_polledAfterItWasOver_says() {
    var few = HandPolled.of(Futures.join(Futures.ready(1), Futures.ready(2)));
    var many = HandPolled.of(Futures.join(List.of(Futures.ready(1))));
    var none = HandPolled.of(Futures.join(List.of()));
    for (var join : List.of(few, many, none)) {
      assertThat(join.isReady()).isTrue();

      assertThatIllegalStateException().isThrownBy(join::poll).withMessageContaining("over");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // which code that is not checked can do
  void join_ofANull_isRefused() {
    assertThatNullPointerException().isThrownBy(() -> Futures.join(a, null)).withMessage("future");
    var list = new ArrayList<Future<Integer>>();
    list.add(null);
    assertThatNullPointerException().isThrownBy(() -> Futures.all(list)).withMessage("future");
  }

  // --- what it waits for ---

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void describe_showsTheBranchesThatAreNotOver(boolean many) {
    var join = many ? Futures.join(List.of(a, b, c)) : Futures.join(a, b, c);
    b.complete(1);
    assertThat(HandPolled.of(join).isReady()).isFalse();

    assertThat(AwaitTrace.of(join).awaits()).hasSize(2).allMatch(node -> node.type().endsWith("Manual"));
  }

  // --- race ---

  @Test
  void race_ofSeveral_givesTheFirstAndDropsTheOthers() {
    var race = HandPolled.of(Futures.race(a, b, c));
    assertThat(race.isReady()).isFalse();
    b.complete(2);

    assertThat(race.value()).isEqualTo(2);
    assertThat(log).containsExactly("a", "b", "c", "b", "-a", "-c");
    assertThatIllegalStateException().isThrownBy(race::poll);
  }

  @Test
  void race_withOneThatFailsFirst_failsAndDropsTheOthers() {
    var failure = new IllegalStateException("odd");
    var race = HandPolled.of(Futures.race(List.of(a, b)));
    assertThat(race.isReady()).isFalse();
    a.fail(failure);

    assertThatThrownBy(race::poll).isSameAs(failure);
    assertThat(b.drops()).isEqualTo(1);
  }

  @Test
  void race_dropped_dropsAll() {
    var race = HandPolled.of(Futures.race(a, b));
    assertThat(race.isReady()).isFalse();
    race.drop();

    assertThat(List.of(a.drops(), b.drops())).containsExactly(1, 1);
  }

  @Test
  void race_ofNobody_isRefused() {
    assertThatThrownBy(() -> Futures.race(List.of())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never be over");
  }
}
