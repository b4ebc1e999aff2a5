package dev.kioto.scheduler;

/// How a histogram cuts time into buckets: each from its start up to the start of the next, the first from 0, the last without
/// an end. All times are in nanoseconds. Immutable.
///
/// The two kinds are those of Tokio's `runtime/metrics/histogram.rs`.
public sealed interface Buckets {
  /// Tokio's default: 10 of 100 microseconds each.
  static Buckets byDefault() {
    return new Linear(100_000, 10);
  }

  /// The most that a histogram may have: each worker keeps a counter for every one.
  int MAX_COUNT = 1 << 16;

  /// How many there are, at least 1.
  int count();

  /// The bucket of a time; a negative one is taken for 0.
  int indexOf(long nanos);

  /// Where a bucket starts.
  long start(int bucket);

  /// Where it ends, exclusive; [Long#MAX_VALUE] for the last.
  default long end(int bucket) {
    return bucket == count() - 1 ? Long.MAX_VALUE : start(bucket + 1);
  }

  /// Buckets of one width.
  ///
  /// @param width above 0
  /// @param count from 1 to [#MAX_COUNT]
  record Linear(long width, int count) implements Buckets {
    public Linear {
      if (width < 1) {
        throw new IllegalArgumentException("the width of a bucket must be above 0, but is " + width + " ns");
      }
      if (count < 1 || count > MAX_COUNT) {
        throw new IllegalArgumentException(
            "a histogram must have from 1 to " + MAX_COUNT + " buckets, but is to have " + count);
      }
    }

    @Override
    public int indexOf(long nanos) {
      return (int) Math.min(Math.max(0, nanos) / width, count - 1);
    }

    @Override
    public long start(int bucket) {
      return bucket != 0 && width > Long.MAX_VALUE / bucket ? Long.MAX_VALUE : width * bucket;
    }
  }

  /// Buckets that grow with what they hold, so that the error of a time that is known by its bucket stays below a share of
  /// it: `2^precision` of one width, then as many of twice the width. An H2 histogram (iop.systems/blog/h2-histogram),
  /// whose lowest buckets are joined into the first, up to about `min`, and whose last starts at about `max`.
  ///
  /// @param precision from 0 to 10
  /// @param offset how many buckets are joined into the first, less 1
  /// @param count from 2 to [#MAX_COUNT]
  record Log(int precision, int offset, int count) implements Buckets {
    private static final int MAX_PRECISION = 10; // Tokio's: an error of a thousandth

    /// Tokio's default: for 100 nanoseconds to 60 seconds, with an error of a quarter.
    public static Log byDefault() {
      return of(100, 60_000_000_000L, 0.25);
    }

    /// The buckets for times from `min` to `max`.
    ///
    /// @param maxError the share by which a time may be off, between 0 and 1; one below `2^-10` is taken for that
    public static Log of(long min, long max, double maxError) {
      if (min < 1 || max <= min) {
        throw new IllegalArgumentException("a histogram must reach from above 0 to a longer time, but is to reach from "
            + min + " to " + max + " ns");
      }
      if (!(maxError > 0 && maxError < 1)) {
        throw new IllegalArgumentException("maxError must be above 0 and below 1, but is " + maxError);
      }
      int precision = 0;
      while (precision < MAX_PRECISION && Math.scalb(1.0, -precision) > maxError) {
        precision++;
      }
      int offset = Math.max(1, raw(min, precision)) - 1; // the first bucket ends no later than asked for
      return new Log(precision, offset, raw(max - 1, precision) - offset + 2);
    }

    // The bucket of a time if none were joined.
    private static int raw(long nanos, int precision) {
      if (nanos <= 0) {
        return 0;
      }
      int highest = 63 - Long.numberOfLeadingZeros(nanos);
      if (highest <= precision) {
        return (int) nanos;
      }
      int doublings = highest - precision;
      return ((doublings + 1) << precision) + (int) ((nanos - (1L << highest)) >>> doublings);
    }

    @Override
    public int indexOf(long nanos) {
      return Math.clamp(raw(nanos, precision) - offset, 0, count - 1);
    }

    @Override
    public long start(int bucket) {
      int index = bucket + offset;
      if (bucket == 0) {
        return 0;
      }
      if (index < 1 << precision) {
        return index;
      }
      int doublings = (index >> precision) - 1;
      long within = index - ((doublings + 1L) << precision);
      return (1L << (doublings + precision)) + (within << doublings);
    }
  }
}
