package dev.kioto.console.model;

import java.util.List;

/// How often something took how long, since the run was first seen. Counts never go down.
///
/// @param buckets each of what is longer than the one before reaches, the last without an end
/// @param sumNanos of all durations
public record TimeBuckets(List<Bucket> buckets, long sumNanos) {

  /// Durations up to a length.
  ///
  /// @param upToNanos the longest of them; [Long#MAX_VALUE] for any
  public record Bucket(long upToNanos, long count) {
  }

  /// How many durations there are in all.
  public long count() {
    return buckets.stream().mapToLong(Bucket::count).sum();
  }
}
