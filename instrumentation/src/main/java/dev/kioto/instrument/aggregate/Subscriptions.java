package dev.kioto.instrument.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The views that are open, each with a bit of its own in all that is known. Guarded by the lock of the aggregator.
final class Subscriptions {
  private final Aggregator aggregator;
  private final Books books;
  private final List<Subscription> open = new ArrayList<>();
  // Bits that may be set somewhere: of open views, and of some that are closed.
  private long used;
  private long untoldPollsOfClosed;

  Subscriptions(Aggregator aggregator, Books books) {
    this.aggregator = aggregator;
    this.books = books;
  }

  /// Opens a view.
  ///
  /// @param withTasks whether it is to hear of tasks too
  /// @return null when there are 64 already
  @Nullable Subscription open(boolean withTasks) {
    if (~used == 0) {
      clear();
    }
    int index = Long.numberOfTrailingZeros(~used);
    if (index == Long.SIZE) {
      return null;
    }
    used |= 1L << index;
    var subscription = new Subscription(aggregator, index, books, withTasks);
    open.add(subscription);
    return subscription;
  }

  /// Makes the bits of all closed views new, at once: it takes a look at everything.
  private void clear() {
    long bits = 0;
    for (var subscription : open) {
      bits |= subscription.bit();
    }
    if (bits != used) {
      books.unknownTo(used & ~bits);
      used = bits;
    }
  }

  void close(Subscription subscription) {
    if (open.remove(subscription)) {
      subscription.leave();
      untoldPollsOfClosed += subscription.untoldPolls();
    }
  }

  /// Polls of operations that were too many to tell a view of, since the start.
  long untoldPolls() {
    return untoldPollsOfClosed + open.stream().mapToLong(Subscription::untoldPolls).sum();
  }
}
