package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// See [Streams#repeat].
final class Repeat<T> implements Stream<T> {
  private final Supplier<? extends Future<? extends @Nullable T>> next;

  // Both: the polling thread. `close` is null once it was run: the stream is over.
  private @Nullable Future<? extends @Nullable T> running;
  private @Nullable Runnable close;

  Repeat(Supplier<? extends Future<? extends @Nullable T>> next, Runnable close) {
    this.next = Objects.requireNonNull(next, "next");
    this.close = Objects.requireNonNull(close, "close");
  }

  /// The value of one future.
  Repeat(Future<? extends @Nullable T> only) {
    this(() -> Futures.<@Nullable T>ready(null), () -> {});
    running = only;
  }

  @Override
  public Poll<@Nullable T> pollNext(Context cx) {
    if (close == null) {
      return Poll.ready(null);
    }
    var future = running;
    running = null; // over, if it throws
    boolean over = true;
    try {
      if (future == null) {
        future = Items.future(next.get(), "repeat").intoFuture();
      }
      if (!(Items.pollFuture(future, cx) instanceof Poll.Ready<? extends T>(var item))) {
        running = future;
        over = false;
        return Poll.pending();
      }
      over = item == null;
      return Poll.ready(item);
    } finally {
      if (over) {
        close();
      }
    }
  }

  @Override
  public void close() {
    var future = running;
    var action = close;
    running = null;
    close = null;
    try {
      if (future != null) {
        future.drop();
      }
    } finally {
      if (action != null) {
        action.run();
      }
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.future(running);
  }
}
