package dev.kioto.future;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Waits for several futures at once and goes on with the first that is ready: drops the others, then calls the handler of
/// that one, whose answer is the value.
///
/// ```java
/// String got = Select.<String>of()
///     .on(inbox.recv(), message -> "message " + message)
///     .on(Time.sleep(SECOND), retries < 3, _ -> "silence")
///     .await();
/// ```
///
/// **Which first.** Each poll begins with a branch at random and goes round from there, so that among several that are ready
/// none is preferred; [#biased] has it begin with the first one always. The choice is that of the runtime: one with an `rngSeed`
/// makes the same again, as far as its tasks come in the same order.
///
/// **Guards.** A branch whose guard is false is never polled. One that is ready with a value that [#onMatch] refuses is out
/// of it from then on. When no branch is left, [#orElse] answers.
///
/// **Failures.** A branch that throws ends the select: the others are dropped, and it throws the same. To handle it as any
/// other answer, wrap the future in [Futures#outcome].
///
/// **In a loop.** Losers are dropped, which for most operations loses nothing (they say what it does in their Javadoc): make
/// them anew in the next round. One that is to go on across rounds is kept by its owner, and only lent to each select:
/// [Futures#keep]. A `JoinHandle` needs no keeping, it can be passed again and again.
///
/// A select is built and then polled or awaited, once, by one task. It takes no budget of its own, and gives way when that of
/// the task is spent. Dropped, it drops its branches. Tokio's `select!`.
///
/// @param <R> the type of what the handlers answer
public final class Select<R extends @Nullable Object> implements Future<R> {
  // The polling thread; before that, whoever builds. Read by describe() on any thread.
  private final List<Arm<?, R>> arms = new ArrayList<>(4);
  private @Nullable Supplier<? extends R> otherwise;
  private boolean biased;
  private Stage stage = Stage.BUILT;

  private enum Stage {
    BUILT, POLLED, OVER
  }

  private Select() {}

  /// A select without branches.
  public static <R extends @Nullable Object> Select<R> of() {
    return new Select<>();
  }

  /// Adds a branch.
  ///
  /// @param handler makes the answer of the future's value, on the thread of the last poll, once the others were dropped
  /// @throws IllegalStateException when the select has been polled
  public <T extends @Nullable Object> Select<R> on(
      Future<T> future, Function<? super T, ? extends R> handler) {
    return onMatch(future, _ -> true, handler);
  }

  /// Adds a branch if `guard` is true. If not, the future is never polled, and is dropped with the others.
  ///
  /// @throws IllegalStateException when the select has been polled
  public <T extends @Nullable Object> Select<R> on(
      Future<T> future, boolean guard, Function<? super T, ? extends R> handler) {
    on(future, handler);
    if (!guard) {
      arms.getLast().disabled = true;
    }
    return this;
  }

  /// Adds a branch that answers only with a value that matches; with another one it is out, and the select goes on without it:
  /// `onMatch(channel.recv(), Objects::nonNull, …)` for a channel that may be closed.
  ///
  /// @throws IllegalStateException when the select has been polled
  public <T extends @Nullable Object> Select<R> onMatch(
      Future<T> future, Predicate<? super T> matches, Function<? super T, ? extends R> handler) {
    checkBuilding();
    arms.add(new Arm<>(future, Objects.requireNonNull(matches, "matches"), Objects.requireNonNull(handler, "handler")));
    return this;
  }

  /// What to answer when every branch is disabled: by its guard, or by a value that did not match.
  ///
  /// @throws IllegalStateException when the select has been polled
  public Select<R> orElse(Supplier<? extends R> otherwise) {
    checkBuilding();
    this.otherwise = Objects.requireNonNull(otherwise, "otherwise");
    return this;
  }

  /// Has each poll begin with the first branch, and go on in their order. A first branch that is always ready starves the
  /// others then.
  ///
  /// @throws IllegalStateException when the select has been polled
  public Select<R> biased() {
    checkBuilding();
    biased = true;
    return this;
  }

  private void checkBuilding() {
    if (stage != Stage.BUILT) {
      throw new IllegalStateException("this select has been polled, and takes no more branches: make a new one");
    }
  }

  /// Polls the branches until one answers.
  ///
  /// @throws IllegalStateException when the select is over, and when no branch is left and there is no `orElse`
  @Override
  public Poll<R> poll(Context cx) {
    if (stage == Stage.OVER) {
      throw Branch.polledAfterOver("select");
    }
    stage = Stage.POLLED;
    if (!cx.hasBudget() && !cx.takeBudget()) {
      return Poll.pending();
    }
    int enabled = 0;
    int start = biased || arms.size() < 2 ? 0 : AwaitHost.random(arms.size());
    for (int i = 0; i < arms.size(); i++) {
      int index = start + i;
      var arm = arms.get(index < arms.size() ? index : index - arms.size());
      if (arm.disabled) {
        continue;
      }
      if (poll(arm, cx)) {
        return Poll.ready(arm.answer());
      }
      enabled += arm.disabled ? 0 : 1;
    }
    return enabled > 0 ? Poll.pending() : Poll.ready(otherwise());
  }

  private boolean poll(Arm<?, R> arm, Context cx) {
    boolean answers;
    try {
      answers = arm.poll(cx);
    } catch (Throwable e) {
      stage = Stage.OVER;
      throw Failures.sneaky(Objects.requireNonNull(dropAll(e)));
    }
    if (answers) {
      end();
    }
    return answers;
  }

  private R otherwise() {
    end();
    var supplier = otherwise;
    if (supplier == null) {
      throw new IllegalStateException(arms.isEmpty() ? "a select without branches needs an orElse"
          : "every branch of the select is disabled, and it has no orElse");
    }
    return supplier.get();
  }

  private void end() {
    stage = Stage.OVER;
    var failure = dropAll(null);
    if (failure != null) {
      throw Failures.sneaky(failure);
    }
  }

  private @Nullable Throwable dropAll(@Nullable Throwable failure) {
    Throwable all = failure;
    for (var arm : arms) {
      all = arm.branch.dropAfter(all);
    }
    return all;
  }

  /// Drops the branches.
  @Override
  public void drop() {
    if (stage != Stage.OVER) {
      end();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    int live = 0;
    for (int i = 0; i < arms.size(); i++) {
      var arm = arms.get(i);
      if (!arm.disabled) {
        live++;
        arm.branch.describe(trace);
      }
    }
    trace.detail("the first of " + live + (live == 1 ? " branch" : " branches"));
  }

  /// A branch with what is made of its value. The polling thread.
  private static final class Arm<T extends @Nullable Object, R extends @Nullable Object> {
    final Branch<T> branch;
    private final Predicate<? super T> matches;
    private final Function<? super T, ? extends R> handler;
    boolean disabled;

    Arm(Future<T> future, Predicate<? super T> matches, Function<? super T, ? extends R> handler) {
      this.branch = new Branch<>(future);
      this.matches = matches;
      this.handler = handler;
    }

    /// Polls; true when there is a value to answer with.
    boolean poll(Context cx) {
      if (!branch.poll(cx)) {
        return false;
      }
      disabled = !matches.test(branch.value());
      return !disabled;
    }

    R answer() {
      return handler.apply(branch.value());
    }
  }
}
