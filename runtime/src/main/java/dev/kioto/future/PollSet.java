package dev.kioto.future;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Futures that are polled together, each only when it was woken: each has a waker of its own. One task at a time, which is
/// also who adds; the wakers are for any thread.
///
/// What futures-rs calls `FuturesUnordered`.
final class PollSet<T extends @Nullable Object> implements Context {
  private final ReadyList<Entry<T>> ready = new ReadyList<>();

  // The polling thread, all of them; describe() on any thread reads. The entries that are not over, in the order in which they
  // were added. One that leaves is unlinked altogether: it is a waker, which others may still have.
  private @Nullable Entry<T> oldest;
  private @Nullable Entry<T> newest;
  private int length;
  private @Nullable Entry<T> deferred; // to be polled again, but not in this poll; linked by `nextDeferred`

  // During the poll of an entry.
  private @Nullable Entry<T> polled;
  private @Nullable Context below;

  static final class Entry<T extends @Nullable Object> extends ReadyList.Node<Entry<T>> {
    final int index;

    // The polling thread. Null once it is over or was dropped.
    private @Nullable Future<T> future;
    private @Nullable T value;
    private @Nullable Entry<T> before;
    private @Nullable Entry<T> after;
    private @Nullable Entry<T> nextDeferred;
    private boolean isDeferred;

    Entry(ReadyList<Entry<T>> list, Future<T> future, int index) {
      super(list);
      this.future = future;
      this.index = index;
    }

    /// The value, once: a waker that somebody still has is not to keep it.
    @SuppressWarnings("NullAway") // null where T says so, once it is over
    T takeValue() {
      var taken = value;
      value = null;
      return taken;
    }
  }

  /// Adds a future, to be polled at the next poll.
  void add(Future<T> future, int index) {
    var entry = new Entry<>(ready, Objects.requireNonNull(future, "future").intoFuture(), index);
    var last = newest;
    entry.before = last;
    newest = entry;
    if (last == null) {
      oldest = entry;
    } else {
      last.after = entry;
    }
    length++;
    entry.wake();
  }

  int length() {
    return length;
  }

  /// Polls those that were woken until one has its value, which has left then.
  ///
  /// @return null when none has, for which the caller waits unless the set is empty
  @Nullable Entry<T> pollNext(Context cx) {
    readmitDeferred();
    for (int polls = length; polls > 0; polls--) {
      if (ready.hasReady() && !cx.hasBudget() && !cx.takeBudget()) {
        return null;
      }
      var entry = next();
      if (entry == null) {
        if (deferred != null || ready.sleep(cx.waker())) {
          return null;
        }
      } else if (poll(entry, cx)) {
        return entry;
      }
    }
    if (length > 0 && !ready.sleep(cx.waker())) {
      cx.defer(); // each has had its turn, and some were woken meanwhile
    }
    return null;
  }

  private void readmitDeferred() {
    while (deferred != null) {
      var entry = deferred;
      deferred = entry.nextDeferred;
      entry.nextDeferred = null;
      entry.isDeferred = false;
      entry.mark();
    }
  }

  private @Nullable Entry<T> next() {
    var entry = ready.take();
    while (entry != null && entry.future == null) { // a late wake
      entry = ready.take();
    }
    return entry;
  }

  private boolean poll(Entry<T> entry, Context cx) {
    var future = Objects.requireNonNull(entry.future);
    polled = entry;
    below = cx;
    Poll<T> poll;
    try {
      poll = future.poll(this);
    } catch (Throwable e) {
      leave(entry);
      throw e;
    } finally {
      polled = null;
      below = null;
    }
    if (poll instanceof Poll.Ready<T>(T value)) {
      leave(entry);
      entry.value = value;
      return true;
    }
    if (poll == null) {
      leave(entry);
      var failure = Poll.noAnswer(future);
      drop(future, failure);
      throw failure;
    }
    return false;
  }

  private void leave(Entry<T> entry) {
    entry.future = null;
    length--;
    if (entry.before == null) {
      oldest = entry.after;
    } else {
      entry.before.after = entry.after;
    }
    if (entry.after == null) {
      newest = entry.before;
    } else {
      entry.after.before = entry.before;
    }
    entry.before = null;
    entry.after = null;
    if (length == 0) {
      stopWaiting();
    }
  }

  /// Takes back the waker that the last poll left.
  void stopWaiting() {
    ready.stopWaiting();
  }

  /// Drops all, in the order in which they were added.
  ///
  /// @param failure what was thrown before, or null
  /// @return the same, with what the drops threw
  @Nullable Throwable dropAll(@Nullable Throwable failure) {
    stopWaiting();
    Throwable all = failure;
    while (oldest != null) {
      var entry = oldest;
      var future = Objects.requireNonNull(entry.future);
      leave(entry);
      all = drop(future, all);
    }
    return all;
  }

  private static @Nullable Throwable drop(Future<?> future, @Nullable Throwable failure) {
    try {
      future.drop();
      return failure;
    } catch (Throwable e) {
      return Failures.add(failure, e);
    }
  }

  void describe(AwaitTrace trace) {
    int most = length;
    var entry = oldest;
    for (int i = 0; i < most && entry != null; i++) {
      trace.future(entry.future);
      entry = entry.after;
    }
  }

  // --- what the polled entry asks ---

  @Override
  public Waker waker() {
    return entry();
  }

  @Override
  public boolean takeBudget() {
    var entry = entry();
    if (context().takeBudget()) {
      return true;
    }
    defer(entry);
    return false;
  }

  @Override
  public void restoreBudget() {
    context().restoreBudget();
  }

  @Override
  public boolean hasBudget() {
    return context().hasBudget();
  }

  @Override
  public void defer() {
    defer(entry());
    context().defer();
  }

  private void defer(Entry<T> entry) {
    if (!entry.isDeferred) {
      entry.isDeferred = true;
      entry.nextDeferred = deferred;
      deferred = entry;
    }
  }

  private Entry<T> entry() {
    return inPoll(polled);
  }

  private Context context() {
    return inPoll(below);
  }

  private static <C> C inPoll(@Nullable C current) {
    if (current == null) {
      throw new IllegalStateException("a context was used after its poll");
    }
    return current;
  }
}
