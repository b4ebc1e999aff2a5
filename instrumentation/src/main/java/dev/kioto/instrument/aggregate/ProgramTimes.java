package dev.kioto.instrument.aggregate;

/// How long the polls of all tasks took, and how long tasks were runnable before them: each poll is counted. Guarded by the lock
/// of the aggregator.
final class ProgramTimes {
  private final FineBuckets polls = new FineBuckets();
  private final FineBuckets delays = new FineBuckets();

  void polled(long scheduledAtNanos, long startNanos, long endNanos) {
    polls.record(endNanos - startNanos);
    delays.record(startNanos - scheduledAtNanos);
  }

  ProgramDistributions copy() {
    return new ProgramDistributions(polls.copy(), delays.copy());
  }
}
