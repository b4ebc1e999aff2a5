package dev.kioto.time;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.scheduler.Current;
import dev.kioto.driver.TimerEntry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A future that is ready once its deadline has passed. Made by [Time#sleep].
public final class Sleep implements Future<@Nullable Void> {
  private final long deadlineNanos;

  // The polling thread.
  private @Nullable TimerEntry entry;

  Sleep(long deadlineNanos) {
    this.deadlineNanos = deadlineNanos;
  }

  /// Joins the timer of the polling thread's runtime at the first poll.
  ///
  /// @throws IllegalStateException when the first poll is made outside a runtime
  /// @throws dev.kioto.future.CancelledException when the runtime has shut down before the deadline
  @Override
  public Poll<@Nullable Void> poll(Context cx) {
    var timer = entry;
    if (timer == null) {
      timer = Current.scheduler().timer(deadlineNanos);
      entry = timer;
    }
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    var poll = timer.poll(cx.waker());
    if (!poll.isReady()) {
      cx.restoreBudget();
    }
    return poll;
  }

  /// Leaves the timer.
  @Override
  public void drop() {
    if (entry != null) {
      entry.cancel();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
    String far = Math.abs(millis) < 10_000 ? Math.abs(millis) + " ms" : Math.abs(millis) / 1_000 + " s";
    trace.detail(millis > 0 ? "due in " + far : "due " + far + " ago");
  }

  /// Whether the deadline has passed.
  public boolean isElapsed() {
    return System.nanoTime() - deadlineNanos >= 0;
  }

  /// How long until the deadline; zero when it has passed.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
  }
}
