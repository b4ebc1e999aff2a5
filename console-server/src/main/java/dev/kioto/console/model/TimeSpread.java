package dev.kioto.console.model;

/// How durations are spread, as fine as they are counted: what is told of them is too long by a sixteenth at most. It does not change.
public final class TimeSpread {

  private final long[] counts; // by the places of a TimeTally

  TimeSpread(long[] counts) {
    this.counts = counts;
  }

  /// What was counted since an earlier look at the same thing.
  public TimeSpread since(TimeSpread earlier) {
    long[] more = new long[counts.length];
    for (int i = 0; i < more.length; i++) more[i] = Math.max(0, counts[i] - earlier.counts[i]);
    return new TimeSpread(more);
  }

  /// How many durations there are.
  public long count() {
    long sum = 0;
    for (long count : counts) sum += count;
    return sum;
  }

  /// The duration that a share of them do not exceed, in nanoseconds; what is beyond 2199 s counts as that long. Not a number when there
  /// are none.
  ///
  /// @param share from 0 to 1: 0.99 is the 99th percentile, 1 the longest
  public double nanosAt(double share) {
    long rank = (long) Math.max(1, Math.ceil(share * count()));
    long before = 0;
    for (int i = 0; i < counts.length; i++) {
      if (before + counts[i] >= rank) {
        double from = TimeTally.from(i);
        return from + (TimeTally.from(i + 1) - from) * (rank - before) / counts[i];
      }
      before += counts[i];
    }
    return Double.NaN;
  }
}
