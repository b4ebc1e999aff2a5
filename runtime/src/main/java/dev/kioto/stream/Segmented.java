package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// See [Streams#lines] and [Streams#split].
final class Segmented<T> implements Stream<T> {
  private final Object source;
  private final Function<Context, Poll<@Nullable T>> poll;

  // The polling thread: null when the stream is over.
  private @Nullable Runnable close;

  /// @param source for people
  Segmented(Object source, Function<Context, Poll<@Nullable T>> poll, Runnable close) {
    this.source = source;
    this.poll = poll;
    this.close = close;
  }

  @Override
  public Poll<@Nullable T> pollNext(Context cx) {
    if (close == null) {
      return Poll.ready(null);
    }
    boolean over = true; // if it throws
    try {
      var item = poll.apply(cx);
      over = item instanceof Poll.Ready<T>(var value) && value == null;
      return item;
    } finally {
      if (over) {
        close();
      }
    }
  }

  @Override
  public void close() {
    var action = close;
    close = null;
    if (action != null) {
      action.run();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(source.toString());
  }
}
