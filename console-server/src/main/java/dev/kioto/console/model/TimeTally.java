package dev.kioto.console.model;

import java.util.ArrayList;
import java.util.List;

/// Durations counted in buckets that each reach twice as far as the one before. One thread at a time.
final class TimeTally {

  /*
   * bucket      0        1        2      ...      24        25
   * up to     1.0 us   2.0 us   4.1 us   ...   17.2 s    any more
   *           2^10 ns  2^11 ns                 2^34 ns
   */
  private static final int FIRST = 10; // the power of two of the first bucket's end
  private static final int BUCKETS = 26;

  private final long[] counts = new long[BUCKETS];
  private long sumNanos;

  /// Counts durations of which the sum alone is known, at their mean.
  ///
  /// @param count how many; none when it is not positive
  void add(long count, long nanos) {
    if (count <= 0) return;
    long sane = Math.max(0, nanos);
    counts[bucket(sane / count)] += count;
    sumNanos += sane;
  }

  private static int bucket(long nanos) {
    int power = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, nanos - 1)); // the least that is not below it
    return Math.clamp(power - FIRST, 0, BUCKETS - 1);
  }

  /// What was counted so far.
  TimeBuckets snapshot() {
    var buckets = new ArrayList<TimeBuckets.Bucket>(BUCKETS);
    for (int i = 0; i < BUCKETS; i++) {
      buckets.add(new TimeBuckets.Bucket(i == BUCKETS - 1 ? Long.MAX_VALUE : 1L << (FIRST + i), counts[i]));
    }
    return new TimeBuckets(List.copyOf(buckets), sumNanos);
  }
}
