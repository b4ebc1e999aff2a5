package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import dev.kioto.time.ElapsedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// See [Stream#timeout]. After tokio-stream's `stream_ext/timeout.rs`.
final class Timeout<T> extends Adapter<T, Outcome<T>> {
  private final Duration duration;
  private final Deadline deadline;

  Timeout(Stream<T> source, Duration duration) {
    super(source);
    this.duration = Items.notNegative(duration, "duration");
    this.deadline = new Deadline(duration);
    deadline.start();
  }

  @Override
  public Poll<@Nullable Outcome<T>> pollNext(Context cx) {
    if (Items.poll(source, cx) instanceof Poll.Ready<T>(var item)) {
      if (item == null) {
        deadline.close();
        return Poll.ready(null);
      }
      deadline.start();
      return Poll.ready(new Outcome.Success<>(item));
    }
    if (!deadline.pollElapsed(cx)) {
      return Poll.pending();
    }
    return Poll.ready(new Outcome.Failure<>(new ElapsedException("no item has come for " + duration)));
  }

  @Override
  public void close() {
    deadline.close();
    super.close();
  }

  @Override
  public void describe(AwaitTrace trace) {
    deadline.describe(trace);
    super.describe(trace);
  }
}
