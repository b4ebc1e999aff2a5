package dev.kioto.instrument.aggregate;

/// How often durations of which length were seen, copied at one moment.
///
/// Durations above the maximum are counted at the maximum and as outliers too.
public final class TimeHistogram {
  private final int base;
  private final int[] counts;
  private final int outliers;
  private final long longest;
  private final long max;

  TimeHistogram(int base, int[] counts, int outliers, long longest, long max) {
    this.base = base;
    this.counts = counts;
    this.outliers = outliers;
    this.longest = longest;
    this.max = max;
  }

  /// A histogram of one duration.
  static TimeHistogram of(long nanos, long max) {
    var buckets = new TimeBuckets();
    buckets.record(nanos, max);
    return buckets.copy(max);
  }

  /// The longest duration that is told from longer ones, in nanoseconds.
  public long maxNanos() {
    return max;
  }

  /// Durations above the maximum.
  public int outliers() {
    return outliers;
  }

  /// The longest duration seen, exactly, in nanoseconds.
  public long longestNanos() {
    return longest;
  }

  /// Hands each bucket with a count above 0 to a consumer, shortest durations first.
  public void forEach(BucketConsumer consumer) {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        consumer.accept(TimeBuckets.lowerBound(base + i), TimeBuckets.lowerBound(base + i + 1), counts[i]);
      }
    }
  }

  /// Takes one bucket.
  @FunctionalInterface
  public interface BucketConsumer {

    /// `count` durations of at least `fromNanos` and less than `toNanos`.
    void accept(long fromNanos, long toNanos, int count);
  }
}
