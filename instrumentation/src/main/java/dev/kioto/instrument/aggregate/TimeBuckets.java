package dev.kioto.instrument.aggregate;

import java.util.Arrays;

/// Counts durations in buckets of a quarter of an octave: a bucket's bounds are at most 25 % apart.
///
/// ```text
/// bucket   0        1..4             5..8           ...   101..104
/// nanos    0..15    16 20 24 28..31  32 40 48 56..  ...   2^29 .. 2^30-1
/// ```
///
/// Only the octaves between the shortest and the longest duration seen are held, so that most tasks need two or three of
/// the 27 that there are up to a second. In full these take 32 bytes and 448 more for the counts; two of them, all that a task
/// has, take 960 bytes. Up to an hour there are 38, and 1,312 bytes.
final class TimeBuckets {
  private static final int STEPS = 4; // buckets in an octave
  private static final int STEP_BITS = 2;
  private static final int FIRST_OCTAVE = 4; // shorter than 2^4 ns is one bucket

  private int[] counts = new int[0]; // of the buckets from `base` on; a count stops at Integer.MAX_VALUE
  private int base;
  private int outliers;
  private long longest;

  /// Counts a duration; a negative one as 0.
  ///
  /// @param max the longest duration that is told from longer ones, in nanoseconds, always the same
  void record(long nanos, long max) {
    longest = Math.max(longest, nanos);
    if (nanos > max) {
      outliers = saturatingIncrement(outliers);
    }
    int bucket = bucketOf(Math.min(nanos, max));
    if (bucket < base || bucket >= base + counts.length) {
      cover(bucket);
    }
    counts[bucket - base] = saturatingIncrement(counts[bucket - base]);
  }

  /// @param max as it was recorded with
  TimeHistogram copy(long max) {
    return new TimeHistogram(base, counts.clone(), outliers, longest, max);
  }

  /// What it holds in memory, in bytes.
  int bytes() {
    return 32 + 16 + Integer.BYTES * counts.length;
  }

  private void cover(int bucket) {
    int from = bucket / STEPS * STEPS;
    int to = from + STEPS;
    if (counts.length == 0) {
      counts = new int[STEPS];
      base = from;
      return;
    }
    int newBase = Math.min(base, from);
    var wider = new int[Math.max(base + counts.length, to) - newBase];
    System.arraycopy(counts, 0, wider, base - newBase, counts.length);
    counts = wider;
    base = newBase;
  }

  private static int saturatingIncrement(int count) {
    return count == Integer.MAX_VALUE ? count : count + 1;
  }

  static int bucketOf(long nanos) {
    if (nanos < 1 << FIRST_OCTAVE) {
      return 0;
    }
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
    int step = (int) (nanos >>> (octave - STEP_BITS)) & (STEPS - 1);
    return 1 + (octave - FIRST_OCTAVE) * STEPS + step;
  }

  /// The shortest duration in a bucket, in nanoseconds.
  static long lowerBound(int bucket) {
    if (bucket == 0) {
      return 0;
    }
    int octave = FIRST_OCTAVE + (bucket - 1) / STEPS;
    return (long) (STEPS + (bucket - 1) % STEPS) << (octave - STEP_BITS);
  }

  @Override
  public String toString() {
    return "TimeBuckets[base=" + base + ", counts=" + Arrays.toString(counts) + ", outliers=" + outliers + "]";
  }
}
