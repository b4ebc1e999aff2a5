package dev.kioto.console.web;

import dev.kioto.console.filter.FilterCostException;
import dev.kioto.console.model.CostlyListingException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets a few listings run at a time: each reads every task of a model, and more at once than there are processors only
/// make each other late.
final class Listings {

  private static final long LONGEST_WAIT_SECONDS = 5;

  private static final ThreadLocal<Long> WAITED = ThreadLocal.withInitial(() -> 0L);

  private final Semaphore permits = new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);

  /// How long the calling thread has waited for room in all, in nanoseconds: that is no cost of what it listed.
  static long waitedNanos() {
    return WAITED.get();
  }

  /// Runs a listing when there is room for it.
  ///
  /// @throws Refusal if there is none for too long, or the filter takes too long
  <T> T run(Supplier<T> listing) {
    long asked = System.nanoTime();
    try {
      if (!permits.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw Refusal.busy("Too many lists are asked for at once: ask again in a second");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Refusal.busy("The server is stopping");
    }
    WAITED.set(WAITED.get() + System.nanoTime() - asked);
    try {
      return listing.get();
    } catch (FilterCostException | CostlyListingException e) {
      throw Refusal.costlyFilter(e);
    } finally {
      permits.release();
    }
  }
}
