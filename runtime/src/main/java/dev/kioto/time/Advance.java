package dev.kioto.time;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.scheduler.Current;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Moves the clock, then gives way once.
final class Advance implements Future<@Nullable Void> {
  private final long nanos;
  private boolean advanced; // the polling thread

  Advance(long nanos) {
    this.nanos = nanos;
  }

  @Override
  public Poll<@Nullable Void> poll(Context cx) {
    if (advanced) {
      return Poll.ready(null);
    }
    Current.scheduler().advanceClock(Duration.ofNanos(nanos));
    advanced = true;
    cx.defer();
    return Poll.pending();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("gives way after the clock was advanced");
  }
}
