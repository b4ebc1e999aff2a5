package dev.kioto.future;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One of the futures that a combinator polls: over once, and dropped at most once. The thread that polls the combinator.
final class Branch<T extends @Nullable Object> {
  // Null once the future is over or was dropped. Read by describe() on any thread.
  private @Nullable Future<T> future;
  private @Nullable T value;

  Branch(Future<T> future) {
    this.future = Objects.requireNonNull(future, "future").intoFuture();
  }

  /// Whether it is not to be polled any more: it was ready, or threw, or was dropped.
  boolean isOver() {
    return future == null;
  }

  /// Polls the future, which is not over.
  ///
  /// @return whether it has its value now
  boolean poll(Context cx) {
    var polled = Objects.requireNonNull(future, "a branch was polled that is over");
    Poll<T> poll;
    try {
      poll = polled.poll(cx);
    } catch (Throwable e) {
      future = null;
      throw e;
    }
    if (poll instanceof Poll.Ready<T>(T ready)) {
      future = null;
      value = ready;
      return true;
    }
    if (poll == null) {
      future = null;
      throw noAnswer(polled);
    }
    return false;
  }

  /// The value, once [#poll] has said that it is there.
  @SuppressWarnings("NullAway") // null where T says so
  T value() {
    return value;
  }

  /// Drops the future unless it is over.
  ///
  /// @param failure what was thrown before, or null
  /// @return the same, with what the drop threw
  @Nullable Throwable dropAfter(@Nullable Throwable failure) {
    var dropped = future;
    if (dropped == null) {
      return failure;
    }
    future = null;
    try {
      dropped.drop();
      return failure;
    } catch (Throwable e) {
      return Failures.add(failure, e);
    }
  }

  /// Drops all that are not over, in their order, however many of the drops throw.
  ///
  /// @param failure what was thrown before, or null
  /// @return the failure to throw, or null when there is none
  static @Nullable Throwable dropAll(List<? extends Branch<?>> branches, @Nullable Throwable failure) {
    Throwable all = failure;
    for (int i = 0; i < branches.size(); i++) {
      all = branches.get(i).dropAfter(all);
    }
    return all;
  }

  /// Drops all that are not over, and throws what the drops threw.
  static void dropAll(List<? extends Branch<?>> branches) {
    var failure = dropAll(branches, null);
    if (failure != null) {
      throw Failures.sneaky(failure);
    }
  }

  void describe(AwaitTrace trace) {
    trace.future(future);
  }

  /// What to throw when a poll returned null, of a future that is dropped by this.
  static RuntimeException noAnswer(Future<?> polled) {
    var failure = Poll.noAnswer(polled);
    try {
      polled.drop();
    } catch (Throwable e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  static IllegalStateException polledAfterOver(String what) {
    return new IllegalStateException("this " + what + " is over: it was ready, or threw, and is not polled again");
  }
}
