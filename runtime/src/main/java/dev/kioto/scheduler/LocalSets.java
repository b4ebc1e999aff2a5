package dev.kioto.scheduler;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// A runtime's sets of thread-bound tasks that have not been closed, and what all of them have counted: no worker has. Any thread.
final class LocalSets {
  private final Set<LocalTasks> open = ConcurrentHashMap.newKeySet();
  private final Figure polls = new Figure(CoreStats::pollCount);
  private final Figure budgetForcedYields = new Figure(stats -> stats.budgetForcedYields.get());

  /// A total over the sets that are open and those that were.
  private final class Figure {
    private final ToLongFunction<CoreStats> of;
    private final LongAdder closed = new LongAdder();
    private final AtomicLong shown = new AtomicLong();

    Figure(ToLongFunction<CoreStats> of) {
      this.of = of;
    }

    // A set that closes is out before it is added, and those are read first: it may be missing for a moment, and is never in
    // twice. So the most that was shown is right.
    long sum() {
      long sum = closed.sum();
      for (var set : open) {
        sum += of.applyAsLong(set.stats);
      }
      return shown.accumulateAndGet(sum, Math::max);
    }
  }

  void add(LocalTasks set) {
    open.add(set);
  }

  /// The set will poll no more. Once.
  void close(LocalTasks set) {
    if (open.remove(set)) {
      polls.closed.add(polls.of.applyAsLong(set.stats));
      budgetForcedYields.closed.add(budgetForcedYields.of.applyAsLong(set.stats));
    }
  }

  Stream<LocalTasks> open() {
    return open.stream();
  }

  /// Polls so far. Never goes down.
  long polls() {
    return polls.sum();
  }

  /// Times that the budget of one of their tasks was spent. Never goes down.
  long budgetForcedYields() {
    return budgetForcedYields.sum();
  }
}
