package dev.kioto.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.runtime.Runtime;
import dev.kioto.stream.Streams;
import dev.kioto.sync.OnceCell;
import dev.kioto.task.CancellationToken;
import dev.kioto.task.LocalSet;
import dev.kioto.task.Task;
import dev.kioto.task.TaskLocal;
import dev.kioto.task.TaskTracker;
import dev.kioto.testing.TestFuture;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds for everything that is made of a future: it owns it, polls what it gives in its place, and says that it waits for it.
@Timeout(60)
final class CombinatorsTest {
  private static final TaskLocal<String> LOCAL = TaskLocal.named("local");
  private static final Duration HOUR = Duration.ofHours(1);

  private final Runtime runtime = Runtime.builder().currentThread().enableAll().startPaused(true).build();
  private @Nullable AutoCloseable entered;

  @BeforeEach
  void enter() {
    entered = runtime.handle().enter();
  }

  @AfterEach
  void leave() throws Exception {
    if (entered != null) {
      entered.close();
    }
    runtime.close();
  }

  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  enum Combinator {
    MAP(in -> Futures.map(in, x -> x)),
    THEN(in -> Futures.then(in, Futures::ready)),
    THEN_SECOND(in -> Futures.then(Futures.ready(1), _ -> in)),
    MAP_FAILURE(in -> Futures.mapFailure(in, e -> e)),
    RECOVER(in -> Futures.recover(in, e -> {
      throw e;
    })),
    JOIN(in -> Futures.join(in, Futures.ready(2))),
    JOIN_MANY(in -> Futures.join(List.of(in, Futures.ready(2)))),
    TRY_JOIN(in -> Futures.tryJoin(in, Futures.ready(2))),
    ALL(in -> Futures.all(List.of(in, Futures.ready(2)))),
    RACE(in -> Futures.race(in, Futures.<Integer>pending())),
    SELECT(in -> Select.<Integer>of().on(in, x -> x).on(Futures.<Integer>pending(), x -> x)),
    TIMEOUT(in -> Time.timeout(HOUR, in)),
    TIMEOUT_AT(in -> Time.timeoutAt(Time.now().plus(HOUR), in)),
    COOPERATIVE(Task::cooperative),
    UNCONSTRAINED(Task::unconstrained),
    SCOPE(in -> LOCAL.scope("value", in)),
    TRACK(in -> new TaskTracker().trackFuture(in)),
    RUN_UNTIL_CANCELLED(in -> Futures.map(new CancellationToken().runUntilCancelled(in), Optional::orElseThrow)),
    RUN_UNTIL_CANCELLED_OTHERWISE(in -> new CancellationToken().runUntilCancelled(in, () -> 0)),
    RUN_UNTIL(in -> new LocalSet().runUntil(in)),
    GET_OR_INIT(in -> new OnceCell<Integer>().getOrInit(() -> in)),
    STREAM_FUTURE(in -> Streams.future(in).toList()),
    STREAM_THEN(in -> Streams.once(1).then(_ -> in).toList()),
    STREAM_BUFFERED(in -> Streams.once(1).buffered(2, _ -> in).toList()),
    STREAM_BUFFERED_UNORDERED(in -> Streams.once(1).bufferedUnordered(2, _ -> in).toList()),
    STREAM_FUTURES(in -> {
      var futures = new FuturesUnordered<Integer>();
      futures.push(in);
      return Streams.futures(futures).toList();
    });

    private final Function<Future<Integer>, Future<?>> make;

    Combinator(Function<Future<Integer>, Future<?>> make) {
      this.make = make;
    }

    HandPolled<?> of(Future<Integer> in) {
      return HandPolled.of(make.apply(in));
    }
  }

  @ParameterizedTest
  @EnumSource
  void combinator_dropped_dropsTheFutureOnce(Combinator combinator) {
    var in = new Manual<Integer>();
    var made = combinator.of(in);
    assertThat(made.isReady()).isFalse();
    assertThat(in.polls()).isEqualTo(1);

    made.drop();

    assertThat(in.drops()).isEqualTo(1);
  }

  /// Where the future is made by a poll there is none to drop before.
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"THEN_SECOND", "GET_OR_INIT", "STREAM_THEN", "STREAM_BUFFERED",
      "STREAM_BUFFERED_UNORDERED"})
  void combinator_droppedBeforeItWasPolled_dropsTheFuture(Combinator combinator) {
    var in = new Manual<Integer>();
    combinator.of(in).drop();

    assertThat(in.polls()).isZero();
    assertThat(in.drops()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void combinator_whoseFutureIsReady_doesNotDropIt(Combinator combinator) {
    var in = new Manual<Integer>();
    var made = combinator.of(in);
    assertThat(made.isReady()).isFalse();
    in.complete(1);

    assertThat(made.isReady()).isTrue();
    assertThat(in.drops()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void combinator_whoseFutureFails_failsWithTheSame(Combinator combinator) {
    var in = new Manual<Integer>();
    var made = combinator.of(in);
    var failure = new IllegalStateException("as it was");
    in.fail(failure);

    assertThatThrownBy(made::poll).isSameAs(failure);
    assertThat(in.drops()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void combinator_whoseFutureAnswersNull_namesItAndDropsIt(Combinator combinator) {
    var in = new Nothing();

    assertThatThrownBy(combinator.of(in)::poll).isInstanceOf(NullPointerException.class)
        .hasMessageContaining(Nothing.class.getName());
  }

  @ParameterizedTest
  @EnumSource
  void combinator_whileItWaits_leadsToTheFuture(Combinator combinator) {
    var made = combinator.make.apply(new Leaf());
    assertThat(HandPolled.of(made).isReady()).isFalse();

    assertThat(AwaitTrace.of(made).toString()).contains("the very leaf");
    made.drop();
  }

  @ParameterizedTest
  @EnumSource
  void combinator_ofAFutureThatGivesAnother_pollsAndDropsThat(Combinator combinator) {
    var in = new Door();
    var made = combinator.of(in);

    assertThat(made.isReady()).isFalse();
    assertThat(in.behind.polls()).isEqualTo(1);
    made.drop();
    assertThat(in.behind.drops()).isEqualTo(1);
  }

  @Test
  void whoPollsAFutureThatGivesAnother_outsideOfACombinator_pollsThat() {
    assertThat(open(Future::await)).isEqualTo(1);
    assertThat(open(runtime::blockOn)).isEqualTo(1);
    assertThat(open(in -> runtime.blockOn(runtime.spawn(in)))).isEqualTo(1);
    assertThat(open(in -> runtime.blockOn(runtime.task().where(LOCAL, "value").spawn(in)))).isEqualTo(1);
    assertThat(open(in -> {
      try (var local = new LocalSet(runtime.task())) {
        return runtime.blockOn(local.runUntil(local.spawnLocal(in)));
      }
    })).isEqualTo(1);
    assertThat(open(in -> {
      try (var local = new LocalSet(runtime.task())) {
        return runtime.blockOn(local.runUntil(Futures.then(Futures.ready(0), _ -> Task.spawnLocal(in))));
      }
    })).isEqualTo(1);
    assertThat(open(in -> TestFuture.of(in).assertReady())).isEqualTo(1);
  }

  private static int open(Function<Future<Integer>, Integer> poller) {
    var door = new Door();
    door.behind.complete(1);
    return poller.apply(door);
  }

  @Test
  void kept_droppedByWhoItWasLentTo_isClosedByItsOwner() {
    var in = new Manual<Integer>();
    var kept = Futures.keep(in);
    var made = HandPolled.of(Futures.map(kept, x -> x));
    made.poll();
    made.drop();
    assertThat(in.drops()).isZero();

    kept.close();
    assertThat(in.drops()).isEqualTo(1);
  }

  @Test
  void then_whoseFunctionGivesNull_saysSo() {
    @SuppressWarnings("NullAway") // which code that is not checked can do
    Function<Integer, Future<Integer>> wrong = _ -> null;

    assertThatThrownBy(HandPolled.of(Futures.then(Futures.ready(1), wrong))::poll)
        .isInstanceOf(NullPointerException.class).hasMessageContaining("then returned no future");
  }

  @Test
  void then_polledAfterItWasOver_isRefused() {
    var made = HandPolled.of(Futures.then(Futures.ready(1), Futures::ready));
    assertThat(made.value()).isEqualTo(1);

    assertThatThrownBy(made::poll).isInstanceOf(IllegalStateException.class).hasMessageContaining("over");
  }

  private record Leaf() implements Future<Integer> {
    @Override
    public Poll<Integer> poll(Context cx) {
      return Poll.pending();
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("the very leaf");
    }
  }

  /// A future by which many may wait: not to be polled itself.
  private static final class Door implements Future<Integer> {
    final Manual<Integer> behind = new Manual<>();

    @Override
    public Future<Integer> intoFuture() {
      return behind;
    }

    @Override
    public Poll<Integer> poll(Context cx) {
      throw new AssertionError("polled instead of what it gives");
    }

    @Override
    public void drop() {
      throw new AssertionError("dropped instead of what it gives");
    }
  }
}
