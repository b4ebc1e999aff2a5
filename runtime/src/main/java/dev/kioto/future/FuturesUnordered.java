package dev.kioto.future;

import org.jspecify.annotations.Nullable;

/// Futures that run concurrently on the task that polls them, and whose values come in the order in which they are ready.
///
/// ```java
/// try (var pages = new FuturesUnordered<Page>()) {
///   urls.forEach(url -> pages.push(fetch(url)));
///   for (var page = pages.next().await(); page != null; page = pages.next().await()) {
///     use(page);
///   }
/// } // however the block is left: those that are not over are dropped
/// ```
///
/// Each future has a waker of its own and is polled when it was woken, so that ten thousand cost the same for each wake as
/// ten. They make progress only while a [#next] is polled; for tasks of their own see `JoinSet`.
///
/// One task at a time uses it. Tokio's users take it from futures-rs.
///
/// @param <T> the type of the values
public final class FuturesUnordered<T extends @Nullable Object> implements AutoCloseable {
  private final PollSet<T> set = new PollSet<>();
  private boolean closed;

  /// Adds a future. It is polled for the first time by the next poll of [#next].
  ///
  /// @throws IllegalStateException when this is closed
  public void push(Future<T> future) {
    if (closed) {
      throw new IllegalStateException("this FuturesUnordered is closed, and takes no more futures: make another");
    }
    set.add(future, 0);
  }

  /// A future of the value of the next one that is ready, which has left then; null when there are none. It fails with what a
  /// future throws; that one has left as well, and the others stay.
  ///
  /// Dropped, it loses none: a future leaves in the poll that is ready or throws.
  public Future<@Nullable T> next() {
    return new Next();
  }

  /// How many futures are not over.
  public int length() {
    return set.length();
  }

  /// Whether all are over.
  public boolean isEmpty() {
    return set.length() == 0;
  }

  /// Drops the futures that are not over, in the order in which they came, and takes no more. May be called again.
  @Override
  public void close() {
    closed = true;
    var failure = set.dropAll(null);
    if (failure != null) {
      throw Failures.sneaky(failure);
    }
  }

  @Override
  public String toString() {
    return "FuturesUnordered of " + length();
  }

  private final class Next implements Future<@Nullable T> {
    @Override
    public Poll<@Nullable T> poll(Context cx) {
      var entry = set.pollNext(cx);
      if (entry != null) {
        return Poll.ready(entry.takeValue());
      }
      return isEmpty() ? Poll.ready(null) : Poll.pending();
    }

    @Override
    public void drop() {
      set.stopWaiting();
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("the next of " + length());
      set.describe(trace);
    }
  }
}
