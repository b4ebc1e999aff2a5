package dev.kioto.instrument.aggregate;

/// Counts durations in buckets of a sixteenth of an octave: a bucket's bounds are at most 6.3 % apart. Not for single tasks, of
/// which there may be a million: it takes 8 KB. Guarded by whoever owns it.
///
/// ```text
/// bucket   0..15      16..31       32..47        ...
/// nanos    0 1 .. 15  16 17 .. 31  32 34 .. 62   ...
/// ```
public final class FineBuckets {
  private static final int STEP_BITS = 4;
  private static final int STEPS = 1 << STEP_BITS; // buckets in an octave
  private static final int BUCKETS = STEPS * (Long.SIZE - STEP_BITS);

  private final long[] counts;

  /// Without any.
  public FineBuckets() {
    this(new long[BUCKETS]);
  }

  private FineBuckets(long[] counts) {
    this.counts = counts;
  }

  /// Counts a duration; a negative one as 0.
  public void record(long nanos) {
    counts[bucketOf(Math.max(0, nanos))]++;
  }

  FineBuckets copy() {
    return new FineBuckets(counts.clone());
  }

  /// Hands each bucket with a count above 0 to a consumer, shortest durations first.
  public void forEach(BucketConsumer consumer) {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      if (counts[bucket] > 0) {
        consumer.accept(lowerBound(bucket), lowerBound(bucket + 1), counts[bucket]);
      }
    }
  }

  static int bucketOf(long nanos) {
    if (nanos < STEPS) {
      return (int) nanos;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - STEP_BITS;
    return (shift + 1) * STEPS + (int) (nanos >>> shift) - STEPS;
  }

  /// The shortest duration in a bucket, in nanoseconds.
  static long lowerBound(int bucket) {
    if (bucket < STEPS) {
      return bucket;
    }
    int shift = bucket / STEPS - 1;
    return (long) (STEPS + bucket % STEPS) << shift;
  }

  /// Takes one bucket.
  @FunctionalInterface
  public interface BucketConsumer {

    /// `count` durations of at least `fromNanos` and less than `toNanos`.
    void accept(long fromNanos, long toNanos, long count);
  }
}
