package dev.kioto.runtime;

import dev.kioto.scheduler.Buckets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// How a histogram of a runtime's metrics cuts time into buckets. The first starts at 0 and the last has no end. Immutable.
///
/// Tokio's `HistogramConfiguration` and `LogHistogram`.
public final class HistogramConfiguration {
  private final Buckets buckets;

  private HistogramConfiguration(Buckets buckets) {
    this.buckets = buckets;
  }

  /// Buckets of one width.
  ///
  /// @param bucketWidth above zero
  /// @param numBuckets from 1 to 65536
  /// @throws IllegalArgumentException when one of them is out of its range
  public static HistogramConfiguration linear(Duration bucketWidth, int numBuckets) {
    return new HistogramConfiguration(new Buckets.Linear(nanos(bucketWidth), numBuckets));
  }

  /// Buckets for 100 nanoseconds to 60 seconds, by which a time is known to a quarter.
  public static HistogramConfiguration log() {
    return new HistogramConfiguration(Buckets.Log.byDefault());
  }

  /// Buckets that grow with the times they hold: a few for each doubling.
  ///
  /// @param min about where the first bucket ends, above zero
  /// @param max about where the last bucket starts, longer than `min`
  /// @param maxError how far off a time between them may be that is known by its bucket alone, as a share of it: above 0
  ///     and below 1; what is below a thousandth is taken for that
  /// @throws IllegalArgumentException when one of them is out of its range
  public static HistogramConfiguration log(Duration min, Duration max, double maxError) {
    return new HistogramConfiguration(Buckets.Log.of(nanos(min), nanos(max), maxError));
  }

  private static long nanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(Objects.requireNonNull(duration)); // which does not overflow
  }

  /// How many buckets there are.
  public int numBuckets() {
    return buckets.count();
  }

  Buckets buckets() {
    return buckets;
  }

  @Override
  public String toString() {
    return switch (buckets) {
      case Buckets.Linear(long width, int count) -> count + " buckets of " + Duration.ofNanos(width);
      case Buckets.Log log -> log.count() + " buckets from " + Duration.ofNanos(log.end(0)) + " to "
          + Duration.ofNanos(log.start(log.count() - 1));
    };
  }
}
