package dev.kioto.future;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A stage of `java.util.concurrent` as a future.
@SuppressWarnings("ReferenceEquality") // of the DROPPED mark
final class StageFuture<T extends @Nullable Object> implements Future<T>, BiConsumer<@Nullable T, @Nullable Throwable> {
  /*
   *      null -> Waker      // a poll that found nothing
   *     Waker -> Waker      // a later one, by another task
   *       any -> Outcome    // the stage is complete; final, and the waker that was there is woken
   *       any -> DROPPED    // given up: nobody is woken, and what the stage brings is let go of
   *
   * All by CAS on one word: a waker that is in it when the stage completes is woken, one that comes later finds the outcome.
   */
  private static final VarHandle STATE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "state",
      VarHandle.class, StageFuture.class, Object.class);
  private static final Object DROPPED = new Object();

  private final CompletionStage<T> stage;
  private boolean asked; // the polling thread

  // Any thread, by CAS.
  private volatile @Nullable Object state;

  StageFuture(CompletionStage<T> stage) {
    this.stage = stage;
  }

  @Override
  @SuppressWarnings("unchecked") // outcomes come from accept
  public Poll<T> poll(Context cx) {
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    if (!asked) {
      asked = true;
      var _ = stage.whenComplete(this);
    }
    while (true) {
      var seen = state;
      if (seen instanceof Outcome<?> outcome) {
        return Poll.ready(((Outcome<T>) outcome).get());
      }
      if (STATE.compareAndSet(this, seen, cx.waker())) {
        cx.restoreBudget();
        return Poll.pending();
      }
    }
  }

  @Override
  @SuppressWarnings("NullAway") // a value of null is one where T says so
  public void accept(@Nullable T value, @Nullable Throwable failure) {
    var outcome = failure == null ? new Outcome.Success<>(value) : new Outcome.Failure<T>(unwrapped(failure));
    while (true) {
      var seen = state;
      if (seen == DROPPED) {
        return;
      }
      if (STATE.compareAndSet(this, seen, outcome)) {
        if (seen instanceof Waker waker) {
          waker.wake();
        }
        return;
      }
    }
  }

  private static Throwable unwrapped(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : null;
    if (cause instanceof RuntimeException || cause instanceof Error) {
      return cause;
    }
    return failure instanceof RuntimeException || failure instanceof Error ? failure : new CompletionException(failure);
  }

  @Override
  public void drop() {
    state = DROPPED;
    try {
      stage.toCompletableFuture().cancel(true);
    } catch (UnsupportedOperationException _) {
      // A stage that is nothing but a stage, which nobody can cancel.
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("a completion stage");
  }
}
