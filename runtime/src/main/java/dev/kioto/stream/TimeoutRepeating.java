package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import dev.kioto.time.ElapsedException;
import dev.kioto.time.Interval;
import dev.kioto.time.Moment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// See [Stream#timeoutRepeating]. After tokio-stream's `stream_ext/timeout_repeating.rs`.
final class TimeoutRepeating<T> extends Adapter<T, Outcome<T>> {
  private final Interval interval;
  private Future<Moment> tick; // the polling thread: the next one

  TimeoutRepeating(Stream<T> source, Interval interval) {
    super(source);
    this.interval = Objects.requireNonNull(interval, "interval");
    this.tick = interval.tick();
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
    if (!tick.poll(cx).isReady()) {
      return Poll.pending();
    }
    tick = interval.tick();
    return Poll.ready(new Outcome.Failure<>(new ElapsedException("no item has come for " + interval.period())));
  }

  @Override
  public void close() {
    tick.drop();
    super.close();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.future(tick);
    super.describe(trace);
  }
}
