package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// See [Stream#take].
final class Take<T> extends Adapter<T, T> {
  private long left; // the polling thread

  Take(Stream<T> source, long count) {
    super(source);
    this.left = Items.notNegative(count, "count");
  }

  @Override
  public Poll<@Nullable T> pollNext(Context cx) {
    if (left == 0) {
      return Poll.ready(null);
    }
    var poll = Items.poll(source, cx);
    if (poll instanceof Poll.Ready<T>(var item)) {
      left = item == null ? 0 : left - 1;
    }
    return poll;
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(left + " more at most");
    super.describe(trace);
  }
}
