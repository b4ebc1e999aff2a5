package dev.kioto.future;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A future of the values of several futures, which it polls in turns on the task that polls it: concurrently, not in parallel.
///
/// Each of its polls polls every branch that is not over, and begins with another one each time, so that one that uses up the
/// task's budget does not keep the others from theirs. Got by [Futures#join(Future, Future)] and its like.
///
/// Cancellation: dropped, it drops the branches that are not over, each once and in their order; values of the others are
/// gone. Tokio's `join!` and `try_join!`.
///
/// @param <R> the type of the values together
public final class Join<R extends @Nullable Object> implements Future<R> {
  private final List<Branch<?>> branches;
  private final Supplier<R> result;
  private final boolean failsFast;

  // All of these: the polling thread.
  private boolean biased;
  private int first; // the branch to begin with
  private int running; // branches that are not over; read by describe() on any thread
  private @Nullable Throwable failure;

  Join(boolean failsFast, List<Branch<?>> branches, Supplier<R> result) {
    this.failsFast = failsFast;
    this.branches = branches;
    this.result = result;
    this.running = branches.size();
  }

  /// Has each poll begin with the first branch: for when the order matters, and the first ones do not keep themselves ready.
  /// To be called before the first poll.
  ///
  /// @return this
  public Join<R> biased() {
    biased = true;
    return this;
  }

  /// Polls the branches.
  ///
  /// @throws IllegalStateException when it is over
  @Override
  public Poll<R> poll(Context cx) {
    if (running == 0) {
      throw Branch.polledAfterOver("join");
    }
    int start = first;
    first = biased || start + 1 == branches.size() ? 0 : start + 1;
    for (int i = 0; i < branches.size(); i++) {
      int index = start + i;
      poll(branches.get(index < branches.size() ? index : index - branches.size()), cx);
    }
    if (running > 0) {
      return Poll.pending();
    }
    if (failure != null) {
      throw Failures.sneaky(failure);
    }
    return Poll.ready(result.get());
  }

  private void poll(Branch<?> branch, Context cx) {
    if (branch.isOver()) {
      return;
    }
    try {
      if (branch.poll(cx)) {
        running--;
      }
    } catch (Throwable e) {
      if (failsFast) {
        running = 0;
        throw Failures.sneaky(Objects.requireNonNull(Branch.dropAll(branches, e)));
      }
      running--;
      failure = Failures.add(failure, e);
    }
  }

  @Override
  public void drop() {
    running = 0;
    Branch.dropAll(branches);
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(running + " of " + branches.size() + " branches");
    branches.forEach(branch -> branch.describe(trace));
  }
}
