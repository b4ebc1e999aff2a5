package dev.kioto.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Counts times by bucket. One thread records, any thread reads: opaque, so that each count is whole and a moment old.
final class Histogram {
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

  private final Buckets buckets;
  private final long[] counts;

  Histogram(Buckets buckets) {
    this.buckets = buckets;
    counts = new long[buckets.count()];
  }

  void record(long nanos) {
    add(buckets.indexOf(nanos), 1);
  }

  private void add(int bucket, long n) {
    COUNT.setOpaque(counts, bucket, counts[bucket] + n);
  }

  /// How many times fell into a bucket. Never goes down.
  long count(int bucket) {
    return (long) COUNT.getOpaque(counts, bucket);
  }

  /// The sum of two that have the same buckets and do not change any more; null when there are none.
  static @Nullable Histogram sum(@Nullable Histogram a, @Nullable Histogram b) {
    if (a == null || b == null) {
      return null;
    }
    var sum = new Histogram(a.buckets);
    for (int i = 0; i < sum.counts.length; i++) {
      sum.add(i, a.count(i) + b.count(i));
    }
    return sum;
  }
}
