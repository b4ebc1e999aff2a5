package dev.kioto.future;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Ways to make futures of values and of other futures.
///
/// What is made of a future owns it: it is dropped when that is, once, unless it is over; see [#keep] for one that is not to
/// be. None is polled before the future that was made of it is. A future of one's own is a lambda: `cx -> poll(cx)`, which
/// is Rust's `poll_fn`.
public final class Futures {
  private Futures() {}

  /// A future that is ready at its first poll.
  public static <T extends @Nullable Object> Future<T> ready(T value) {
    return _ -> Poll.ready(value);
  }

  /// A future that is never ready.
  public static <T extends @Nullable Object> Future<T> pending() {
    return _ -> Poll.pending();
  }

  /// A future that throws at its first poll.
  public static <T extends @Nullable Object> Future<T> failed(RuntimeException failure) {
    Objects.requireNonNull(failure, "failure");
    return _ -> {
      throw failure;
    };
  }

  /// A future with the value of `future`, changed by `mapper` on the thread of the last poll.
  public static <T extends @Nullable Object, R extends @Nullable Object> Future<R> map(
      Future<T> future, Function<? super T, ? extends R> mapper) {
    return new Mapped<>(Objects.requireNonNull(future, "future").intoFuture(),
        Objects.requireNonNull(mapper, "mapper"));
  }

  /// A future that runs `first`, then the future that `next` makes of its value.
  public static <T extends @Nullable Object, R extends @Nullable Object> Future<R> then(
      Future<T> first, Function<? super T, ? extends Future<R>> next) {
    return new Then<>(Objects.requireNonNull(first, "first").intoFuture(), Objects.requireNonNull(next, "next"));
  }

  /// A future that fails with what `mapper` makes of a failure of `future`, on the thread of the last poll. An [Error] goes
  /// through as it is.
  public static <T extends @Nullable Object> Future<T> mapFailure(
      Future<T> future, Function<? super RuntimeException, ? extends RuntimeException> mapper) {
    Objects.requireNonNull(mapper, "mapper");
    return new Recovered<>(future, e -> {
      throw mapper.apply(e);
    });
  }

  /// A future with the value that `recovery` makes of a failure of `future`, on the thread of the last poll. An [Error] goes
  /// through as it is.
  public static <T extends @Nullable Object> Future<T> recover(
      Future<T> future, Function<? super RuntimeException, ? extends T> recovery) {
    return new Recovered<>(future, Objects.requireNonNull(recovery, "recovery"));
  }

  /// A future that does not fail: of the value, or of what `future` threw, whatever that is.
  public static <T extends @Nullable Object> Future<Outcome<T>> outcome(Future<T> future) {
    return new Caught<>(new Branch<>(future));
  }

  // --- several at once ---

  /// Waits until all of these are over, and gives their values. Failures do not keep the others from going on: in the end it
  /// fails with the first of them, which has the others as suppressed. Tokio's `join!`.
  public static <A extends @Nullable Object, B extends @Nullable Object> Join<Tuple.Two<A, B>> join(
      Future<A> a, Future<B> b) {
    return two(false, new Branch<>(a), new Branch<>(b));
  }

  /// The same of three.
  public static <A extends @Nullable Object, B extends @Nullable Object,
      C extends @Nullable Object> Join<Tuple.Three<A, B, C>> join(Future<A> a, Future<B> b, Future<C> c) {
    return three(false, new Branch<>(a), new Branch<>(b), new Branch<>(c));
  }

  /// The same of four.
  public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object,
      D extends @Nullable Object> Join<Tuple.Four<A, B, C, D>> join(
          Future<A> a, Future<B> b, Future<C> c, Future<D> d) {
    return four(false, new Branch<>(a), new Branch<>(b), new Branch<>(c), new Branch<>(d));
  }

  /// The same of five.
  public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object,
      D extends @Nullable Object, E extends @Nullable Object> Join<Tuple.Five<A, B, C, D, E>> join(
          Future<A> a, Future<B> b, Future<C> c, Future<D> d, Future<E> e) {
    return five(false, new Branch<>(a), new Branch<>(b), new Branch<>(c), new Branch<>(d), new Branch<>(e));
  }

  /// The same of any number, whose values are in their order; of none, an empty list at once. Each is polled only when it was
  /// woken, so that a thousand cost no more for each wake than ten.
  ///
  /// @return a future of a list that is not changed any more
  public static <T extends @Nullable Object> Future<List<T>> join(Collection<? extends Future<T>> futures) {
    return new JoinMany<>(false, futures);
  }

  /// Waits until all of these are ready, and gives their values; when one fails the others are dropped, and it fails with
  /// the same. What the drops throw is suppressed in it. Tokio's `try_join!`.
  public static <A extends @Nullable Object, B extends @Nullable Object> Join<Tuple.Two<A, B>> tryJoin(
      Future<A> a, Future<B> b) {
    return two(true, new Branch<>(a), new Branch<>(b));
  }

  /// The same of three.
  public static <A extends @Nullable Object, B extends @Nullable Object,
      C extends @Nullable Object> Join<Tuple.Three<A, B, C>> tryJoin(Future<A> a, Future<B> b, Future<C> c) {
    return three(true, new Branch<>(a), new Branch<>(b), new Branch<>(c));
  }

  /// The same of four.
  public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object,
      D extends @Nullable Object> Join<Tuple.Four<A, B, C, D>> tryJoin(
          Future<A> a, Future<B> b, Future<C> c, Future<D> d) {
    return four(true, new Branch<>(a), new Branch<>(b), new Branch<>(c), new Branch<>(d));
  }

  /// The same of five.
  public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object,
      D extends @Nullable Object, E extends @Nullable Object> Join<Tuple.Five<A, B, C, D, E>> tryJoin(
          Future<A> a, Future<B> b, Future<C> c, Future<D> d, Future<E> e) {
    return five(true, new Branch<>(a), new Branch<>(b), new Branch<>(c), new Branch<>(d), new Branch<>(e));
  }

  /// [#tryJoin] of any number: waits until all are ready, and gives their values in their order; of none, an empty list at
  /// once. When one fails the others are dropped, and it fails with the same.
  ///
  /// @return a future of a list that is not changed any more
  public static <T extends @Nullable Object> Future<List<T>> all(Collection<? extends Future<T>> futures) {
    return new JoinMany<>(true, futures);
  }

  /// The value of the first of these to be ready; the others are dropped. If one fails before, it fails with the same. Of
  /// several that are ready at the first poll, the first in the list. To tell who won, see [Select].
  ///
  /// @throws IllegalArgumentException when there are none
  public static <T extends @Nullable Object> Future<T> race(Collection<? extends Future<? extends T>> futures) {
    return new Race<>(futures);
  }

  /// The same of those that are named.
  ///
  /// @throws IllegalArgumentException when there are none
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <T extends @Nullable Object> Future<T> race(Future<? extends T>... futures) {
    return new Race<>(List.of(futures));
  }

  /// A future that can be polled by one after the other and goes on where it was: for a loop of selects.
  public static <T extends @Nullable Object> KeptFuture<T> keep(Future<T> future) {
    return new KeptFuture<>(future);
  }

  // --- java.util.concurrent ---

  /// A future of what a stage brings. The stage runs on its own; it is asked at the first poll, and dropping the future
  /// cancels it as far as it can be cancelled: by [java.util.concurrent.CompletableFuture#cancel] of
  /// [CompletionStage#toCompletableFuture].
  ///
  /// It fails with what the stage failed with: an unchecked failure as it is, also when it comes inside a
  /// [java.util.concurrent.CompletionException]; a checked one inside of that; and a stage that was cancelled with its
  /// [java.util.concurrent.CancellationException]. The other way is `JoinHandle.toCompletableFuture()`.
  public static <T extends @Nullable Object> Future<T> fromStage(CompletionStage<T> stage) {
    return new StageFuture<>(Objects.requireNonNull(stage, "stage"));
  }

  private static <A extends @Nullable Object, B extends @Nullable Object> Join<Tuple.Two<A, B>> two(
      boolean failsFast, Branch<A> a, Branch<B> b) {
    return new Join<>(failsFast, List.of(a, b), () -> new Tuple.Two<>(a.value(), b.value()));
  }

  private static <A extends @Nullable Object, B extends @Nullable Object,
      C extends @Nullable Object> Join<Tuple.Three<A, B, C>> three(boolean failsFast, Branch<A> a, Branch<B> b,
          Branch<C> c) {
    return new Join<>(failsFast, List.of(a, b, c), () -> new Tuple.Three<>(a.value(), b.value(), c.value()));
  }

  private static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object,
      D extends @Nullable Object> Join<Tuple.Four<A, B, C, D>> four(
          boolean failsFast, Branch<A> a, Branch<B> b, Branch<C> c, Branch<D> d) {
    return new Join<>(failsFast, List.of(a, b, c, d),
        () -> new Tuple.Four<>(a.value(), b.value(), c.value(), d.value()));
  }

  private static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object,
      D extends @Nullable Object, E extends @Nullable Object> Join<Tuple.Five<A, B, C, D, E>> five(
          boolean failsFast, Branch<A> a, Branch<B> b, Branch<C> c, Branch<D> d, Branch<E> e) {
    return new Join<>(failsFast, List.of(a, b, c, d, e),
        () -> new Tuple.Five<>(a.value(), b.value(), c.value(), d.value(), e.value()));
  }

  // --- of one ---

  private record Recovered<T extends @Nullable Object>(
      Branch<T> branch, Function<? super RuntimeException, ? extends T> recovery) implements Future<T> {
    Recovered(Future<T> future, Function<? super RuntimeException, ? extends T> recovery) {
      this(new Branch<>(future), recovery);
    }

    @Override
    public Poll<T> poll(Context cx) {
      if (branch.isOver()) {
        throw Branch.polledAfterOver("future");
      }
      try {
        return branch.poll(cx) ? Poll.ready(branch.value()) : Poll.pending();
      } catch (RuntimeException e) {
        return Poll.ready(recovery.apply(e));
      }
    }

    @Override
    public void drop() {
      Branch.dropAll(List.of(branch));
    }

    @Override
    public void describe(AwaitTrace trace) {
      branch.describe(trace);
    }
  }

  private record Caught<T extends @Nullable Object>(Branch<T> branch) implements Future<Outcome<T>> {
    @Override
    public Poll<Outcome<T>> poll(Context cx) {
      if (branch.isOver()) {
        throw Branch.polledAfterOver("future");
      }
      try {
        return branch.poll(cx) ? Poll.ready(new Outcome.Success<>(branch.value())) : Poll.pending();
      } catch (Throwable e) {
        return Poll.ready(new Outcome.Failure<>(e));
      }
    }

    @Override
    public void drop() {
      Branch.dropAll(List.of(branch));
    }

    @Override
    public void describe(AwaitTrace trace) {
      branch.describe(trace);
    }
  }

  private record Mapped<T extends @Nullable Object, R extends @Nullable Object>(
      Future<T> future, Function<? super T, ? extends R> mapper) implements Future<R> {
    @Override
    public Poll<R> poll(Context cx) {
      return switch (future.poll(cx)) {
        case Poll.Ready<T>(T value) -> Poll.ready(mapper.apply(value));
        case Poll.Pending<T> _ -> Poll.pending();
        case null -> throw Branch.noAnswer(future);
      };
    }

    @Override
    public void drop() {
      future.drop();
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.future(future);
    }
  }

  private static final class Then<T extends @Nullable Object, R extends @Nullable Object> implements Future<R> {
    private final Function<? super T, ? extends Future<R>> next;

    // Both fields: the polling thread only. One of them until this is over.
    private @Nullable Future<T> first;
    private @Nullable Future<R> second;

    Then(Future<T> first, Function<? super T, ? extends Future<R>> next) {
      this.first = first;
      this.next = next;
    }

    @Override
    public Poll<R> poll(Context cx) {
      var running = first;
      return running == null ? pollSecond(cx) : pollFirst(running, cx);
    }

    private Poll<R> pollFirst(Future<T> running, Context cx) {
      Poll<T> poll;
      try {
        poll = running.poll(cx);
      } catch (Throwable e) {
        first = null;
        throw e;
      }
      if (poll instanceof Poll.Pending<T>) {
        return Poll.pending();
      }
      first = null;
      if (!(poll instanceof Poll.Ready<T>(T value))) {
        throw Branch.noAnswer(running);
      }
      second = Objects.requireNonNull(next.apply(value), "the function of then returned no future, but null")
          .intoFuture();
      return pollSecond(cx);
    }

    private Poll<R> pollSecond(Context cx) {
      var running = second;
      if (running == null) {
        throw Branch.polledAfterOver("future");
      }
      Poll<R> poll;
      try {
        poll = running.poll(cx);
      } catch (Throwable e) {
        second = null;
        throw e;
      }
      if (poll instanceof Poll.Pending<R>) {
        return poll;
      }
      second = null;
      if (poll == null) {
        throw Branch.noAnswer(running);
      }
      return poll;
    }

    @Override
    public void drop() {
      var running = first != null ? first : second;
      first = null;
      second = null;
      if (running != null) {
        running.drop();
      }
    }

    @Override
    public void describe(AwaitTrace trace) {
      var running = first;
      trace.future(running != null ? running : second);
    }
  }
}
