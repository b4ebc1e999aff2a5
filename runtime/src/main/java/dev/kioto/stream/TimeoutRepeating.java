package dev.kioto.stream;

import dev.kioto.future.Context;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import dev.kioto.time.ElapsedException;
import dev.kioto.time.Interval;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// See [Stream#timeoutRepeating]. After tokio-stream's `stream_ext/timeout_repeating.rs`.
final class TimeoutRepeating<T> extends Adapter<T, Outcome<T>> {
  private final Interval interval;

  TimeoutRepeating(Stream<T> source, Interval interval) {
    super(source);
    this.interval = Objects.requireNonNull(interval, "interval");
  }

  @Override
  public Poll<@Nullable Outcome<T>> pollNext(Context cx) {
    if (Items.poll(source, cx) instanceof Poll.Ready<T>(var item)) {
      if (item == null) {
        return Poll.ready(null);
      }
      interval.reset();
      return Poll.ready(new Outcome.Success<>(item));
    }
    if (!interval.pollTick(cx).isReady()) {
      return Poll.pending();
    }
    return Poll.ready(new Outcome.Failure<>(new ElapsedException("no item has come for " + interval.period())));
  }
}
