package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// See [Stream#throttle].
final class Throttle<T> extends Adapter<T, T> {
  private final boolean holdsUp;
  private final Deadline deadline;

  Throttle(Stream<T> source, Duration duration) {
    super(source);
    this.holdsUp = !Items.notNegative(duration, "duration").isZero();
    this.deadline = new Deadline(duration);
  }

  @Override
  public Poll<@Nullable T> pollNext(Context cx) {
    if (deadline.isRunning() && !deadline.pollElapsed(cx)) {
      return Poll.pending();
    }
    var poll = Items.poll(source, cx);
    if (holdsUp && poll instanceof Poll.Ready<T>(var item) && item != null) {
      deadline.start();
    }
    return poll;
  }

  @Override
  public void close() {
    deadline.close();
    super.close();
  }

  @Override
  public void describe(AwaitTrace trace) {
    if (deadline.isRunning()) {
      deadline.describe(trace);
    } else {
      super.describe(trace);
    }
  }
}
