package dev.kioto.console.model;

import java.util.ArrayList;
import java.util.List;

/// Durations counted in buckets that each reach twice as far as the one before, and each of these in sixteen parts. One thread at a time.
final class TimeTally {

  /*
   * bucket      0        1        2      ...      31
   * up to     1.0 us   2.0 us   4.1 us   ...    2199 s, and any more
   *           2^10 ns  2^11 ns                  2^41 ns
   *
   * A part's place is its bucket's number and, in the last four bits, its own. Metrics have the buckets alone, and the last of them up
   * to 17.2 s.
   */
  private static final int FIRST = 10; // the power of two of the first bucket's end
  private static final int PART = 4; // bits of a part's number
  private static final int PLACES = 32 << PART;
  private static final int METRIC_BUCKETS = 26;

  private final long[] counts = new long[PLACES];
  private long sumNanos;

  /// Counts durations of which the sum alone is known, at their mean.
  ///
  /// @param count how many; none when it is not positive
  void add(long count, long nanos) {
    if (count <= 0) return;
    long sane = Math.max(0, nanos);
    counts[place(sane / count)] += count;
    sumNanos += sane;
  }

  private static int place(long nanos) {
    long last = Math.max(0, nanos - 1); // what is as long as a part reaches is in it
    if (last < 1L << FIRST) return (int) (last >> (FIRST - PART));
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(last);
    long part = (last - (1L << power)) >> (power - PART);
    return (int) Math.min(PLACES - 1, ((power - FIRST + 1L) << PART) + part);
  }

  /// The length beyond which a part begins.
  static long from(int place) {
    int bucket = place >> PART;
    long part = place & ((1 << PART) - 1);
    int power = FIRST + Math.max(0, bucket - 1); // of the bucket's beginning; the first begins at 0
    return (bucket == 0 ? 0 : 1L << power) + (part << (power - PART));
  }

  /// What was counted so far, by buckets.
  TimeBuckets snapshot() {
    long[] sums = new long[METRIC_BUCKETS];
    for (int i = 0; i < PLACES; i++) sums[Math.min(METRIC_BUCKETS - 1, i >> PART)] += counts[i];
    var buckets = new ArrayList<TimeBuckets.Bucket>(METRIC_BUCKETS);
    for (int i = 0; i < METRIC_BUCKETS; i++) {
      buckets.add(new TimeBuckets.Bucket(i == METRIC_BUCKETS - 1 ? Long.MAX_VALUE : 1L << (FIRST + i), sums[i]));
    }
    return new TimeBuckets(List.copyOf(buckets), sumNanos);
  }

  /// What was counted so far, by parts.
  TimeSpread spread() {
    return new TimeSpread(counts.clone());
  }
}
