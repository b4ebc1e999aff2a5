package dev.kioto.console.model;

import java.time.Duration;

/// How long one listing may take, from now on.
///
/// By the wall clock, whatever else the machine does meanwhile: updates wait as long for a listing that was not let run as for one
/// that ran.
final class Patience {

  private static final int ROWS_BETWEEN_LOOKS = 1 << 10; // at the clock

  private final Duration longest;
  private final long begun = System.nanoTime();

  Patience(Duration longest) {
    this.longest = longest;
  }

  /// @param seen how many tasks the listing has looked at
  /// @param total how many there are
  /// @throws CostlyListingException if the time is over; the clock is looked at now and then
  void require(int seen, int total) {
    if (seen % ROWS_BETWEEN_LOOKS != 0) return;
    if (System.nanoTime() - begun > longest.toNanos()) throw new CostlyListingException(longest, seen, total);
  }
}
