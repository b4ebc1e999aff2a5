package dev.kioto.future;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A future that its owner keeps while others poll it for a time: it can be passed to one [Select], timeout or await after
/// the other, and goes on where it was.
///
/// ```java
/// try (var saving = Futures.keep(file.save())) {
///   while (!saving.isOver()) {
///     Select.<@Nullable Void>of().on(saving, _ -> done()).on(Time.sleep(SECOND), _ -> progress()).await();
///   }
/// } // however the block is left: dropped, if it was not over
/// ```
///
/// To drop it as a future does nothing, which is what whoever it was lent to does in the end; [#close] drops what is
/// kept. Where it is one of several branches, a guard keeps it from being polled again: `.on(saving, !saving.isOver(), …)`.
///
/// One task at a time. What Rust does by `pin!(future)` and `&mut future`; [#set] is `Pin::set`.
///
/// @param <T> the type of the value
public final class KeptFuture<T extends @Nullable Object> implements Future<T>, AutoCloseable {
  // The owner, and whoever polls for it. Null once over or closed. Read by describe() on any thread.
  private @Nullable Future<T> future;

  KeptFuture(Future<T> future) {
    this.future = Objects.requireNonNull(future, "future").intoFuture();
  }

  /// Polls what is kept.
  ///
  /// @throws IllegalStateException when it is over or closed, and was not set anew
  @Override
  public Poll<T> poll(Context cx) {
    var polled = future;
    if (polled == null) {
      throw new IllegalStateException("this kept future is over or closed: guard it by isOver(), or set a new one");
    }
    Poll<T> poll;
    try {
      poll = polled.poll(cx);
    } catch (Throwable e) {
      future = null;
      throw e;
    }
    if (poll == null) {
      throw Poll.noAnswer(polled);
    }
    if (poll.isReady()) {
      future = null;
    }
    return poll;
  }

  /// Whether there is nothing to poll: it was ready, it threw, or it was closed.
  public boolean isOver() {
    return future == null;
  }

  /// Keeps another future from now on; the one before is dropped unless it was over.
  public void set(Future<T> next) {
    Objects.requireNonNull(next, "next");
    close();
    future = next.intoFuture();
  }

  /// Does nothing: the future is its owner's. See [#close].
  @Override
  public void drop() {}

  /// Drops the future unless it is over. May be called again.
  @Override
  public void close() {
    var dropped = future;
    future = null;
    if (dropped != null) {
      dropped.drop();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.future(future);
  }
}
