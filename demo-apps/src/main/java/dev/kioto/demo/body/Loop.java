package dev.kioto.demo.body;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A future that runs one step after the other, as often as it is told. The body of most future tasks of the demos.
public final class Loop implements Future<@Nullable Void> {

  // Steps that are ready at once must not keep the worker: after so many, others have their turn. A guess.
  private static final int STEPS_PER_POLL = 32;

  private final Supplier<? extends Future<?>> steps;

  // Both: the polling thread.
  private long left;
  private @Nullable Future<?> step;

  private Loop(long times, Supplier<? extends Future<?>> steps) {
    this.left = times;
    this.steps = steps;
  }

  /// Steps without an end.
  public static Loop forever(Supplier<? extends Future<?>> steps) {
    return new Loop(Long.MAX_VALUE, steps);
  }

  /// So many steps.
  public static Loop times(long times, Supplier<? extends Future<?>> steps) {
    return new Loop(times, steps);
  }

  @Override
  public Poll<@Nullable Void> poll(Context cx) {
    for (int i = 0; i < STEPS_PER_POLL; i++) {
      if (left == 0) return Poll.ready(null);
      var current = step == null ? steps.get() : step;
      step = current;
      if (!current.poll(cx).isReady()) return Poll.pending();
      step = null;
      left--;
    }
    cx.waker().wake();
    return Poll.pending();
  }

  @Override
  public void drop() {
    if (step != null) step.drop();
  }
}
