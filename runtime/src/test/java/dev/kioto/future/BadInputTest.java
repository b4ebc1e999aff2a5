package dev.kioto.future;

import dev.kioto.BadInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What combinators refuse, and what their messages say of it.
@Timeout(60)
@SuppressWarnings({"NullAway", "DataFlowIssue"}) // nulls are passed on purpose, as code that is not checked can do
final class BadInputTest {
  private static final Future<Integer> ONE = Futures.ready(1);
  private static final Future<Integer> NONE = null;

  @ParameterizedTest
  @MethodSource({"states", "nulls"})
  void badInput_isRefusedByAMessageThatSaysWhatWouldBeRight(BadInput input) {
    input.assertRefused();
  }

  static Stream<BadInput> states() {
    var closed = new FuturesUnordered<Integer>();
    closed.close();
    return Stream.of(
        BadInput.argument("a race of none", () -> Futures.race(new ArrayList<Future<Integer>>()), "one or more"),
        BadInput.state("a select of none", () -> Select.<Integer>of().await(), "needs an orElse"),
        BadInput.state("a select with guards that are all false",
            () -> Select.<Integer>of().on(ONE, false, x -> x).await(), "disabled", "orElse"),
        BadInput.state("a branch for a select that was polled", () -> {
          var select = Select.<Integer>of().on(Futures.<Integer>pending(), x -> x);
          HandPolled.of(select).poll();
          select.on(ONE, x -> x);
        }, "has been polled", "make a new one"),
        BadInput.state("a select that is over", () -> {
          var select = Select.<Integer>of().on(ONE, x -> x);
          select.await();
          select.await();
        }, "select is over"),
        BadInput.state("a join that is over", () -> {
          var join = Futures.join(ONE, ONE);
          join.await();
          join.await();
        }, "is over"),
        BadInput.state("a future for a set that is closed", () -> closed.push(ONE), "closed", "make another"),
        BadInput.state("a kept future that is over", () -> {
          var kept = Futures.keep(Futures.ready(1));
          kept.await();
          kept.await();
        }, "isOver()", "set a new one"));
  }

  static Stream<BadInput> nulls() {
    Collection<Future<Integer>> withNull = Collections.singletonList(null);
    return Stream.of(
        BadInput.ofNull("failure", () -> Futures.failed(null)),
        BadInput.ofNull("future", () -> Futures.map(NONE, x -> x)),
        BadInput.ofNull("mapper", () -> Futures.map(ONE, null)),
        BadInput.ofNull("first", () -> Futures.then(NONE, Futures::ready)),
        BadInput.ofNull("next", () -> Futures.then(ONE, null)),
        BadInput.ofNull("future", () -> Futures.mapFailure(NONE, e -> e)),
        BadInput.ofNull("mapper", () -> Futures.mapFailure(ONE, null)),
        BadInput.ofNull("future", () -> Futures.recover(NONE, _ -> 1)),
        BadInput.ofNull("recovery", () -> Futures.recover(ONE, null)),
        BadInput.ofNull("future", () -> Futures.outcome(NONE)),
        BadInput.ofNull("future", () -> Futures.join(ONE, NONE)),
        BadInput.ofNull("future", () -> Futures.tryJoin(NONE, ONE)),
        BadInput.ofNull("future", () -> Futures.join(withNull)),
        BadInput.ofNull("future", () -> Futures.all(withNull)),
        BadInput.ofNull("future", () -> Futures.race(withNull)),
        BadInput.ofNull("future", () -> Futures.keep(NONE)),
        BadInput.ofNull("next", () -> Futures.keep(ONE).set(null)),
        BadInput.ofNull("stage", () -> Futures.fromStage(null)),
        BadInput.ofNull("future", () -> new FuturesUnordered<Integer>().push(NONE)),
        BadInput.ofNull("future", () -> Select.<Integer>of().on(NONE, x -> x)),
        BadInput.ofNull("handler", () -> Select.<Integer>of().on(ONE, null)),
        BadInput.ofNull("matches", () -> Select.<Integer>of().onMatch(ONE, null, x -> x)),
        BadInput.ofNull("otherwise", () -> Select.<Integer>of().orElse(null)),
        BadInput.ofNull(Nothing.class.getName(), () -> new Nothing().await()),
        BadInput.ofNull(Nothing.class.getName(), () -> Futures.map(new Nothing(), x -> x).await()),
        BadInput.ofNull(Nothing.class.getName(), () -> Futures.join(List.of(new Nothing())).await()));
  }
}
