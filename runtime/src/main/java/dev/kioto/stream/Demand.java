package dev.kioto.stream;

import dev.kioto.future.Waker;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What a subscriber has asked a publisher's task for. Any thread asks; the task looks. Numbers of rules are those of the
/// Reactive Streams.
final class Demand implements Flow.Subscription {

  /*
   *    RUNS -> MISUSED      // fewer than 1 were asked for; the first such request tells
   *    RUNS -> CANCELLED
   * MISUSED -> CANCELLED    // nothing is told then
   *
   * Who asks or cancels writes `items` or `state`, then reads `waker`. The task writes `waker`, then reads the other two. All are
   * volatile, so one of the two sees the other: the task finds the news, or it is woken. A task has one waker for all its polls,
   * so it stays where it is.
   */

  enum State {
    RUNS,
    MISUSED,
    CANCELLED
  }

  // Added to by any thread, taken from by the task.
  private final AtomicLong items = new AtomicLong();

  // Any thread. Two that write at once may do it in either order; rule 2.7 has them not do it.
  private volatile State state = State.RUNS;

  // Set by the task.
  private volatile @Nullable Waker waker;

  // --- any thread ---

  @Override
  public void request(long n) {
    if (n > 0) {
      items.getAndAccumulate(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more); // rule 3.17
    } else if (state == State.RUNS) {
      state = State.MISUSED; // rule 3.9
    }
    wake();
  }

  @Override
  public void cancel() {
    state = State.CANCELLED;
    wake();
  }

  private void wake() {
    var task = waker;
    if (task != null) {
      task.wake();
    }
  }

  // --- the task ---

  /// Has the task woken by what comes from now on. Before it looks.
  void attend(Waker task) {
    waker = task;
  }

  State state() {
    return state;
  }

  /// Whether an item more is asked for.
  boolean isPositive() {
    return items.get() > 0;
  }

  /// An item is handed over.
  void take() {
    if (items.get() != Long.MAX_VALUE) { // which does not run out
      items.decrementAndGet();
    }
  }
}
