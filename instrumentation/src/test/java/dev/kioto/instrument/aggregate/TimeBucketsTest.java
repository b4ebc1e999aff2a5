package dev.kioto.instrument.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeBucketsTest {
  private static final long MAX = 1_000_000_000; // the default
  private static final long HOUR = 3600 * MAX;

  @Test
  void buckets_inOrder_joinWithoutGapsOrOverlap() {
    for (int bucket = 0; bucket < TimeBuckets.bucketOf(HOUR); bucket++) {
      long from = TimeBuckets.lowerBound(bucket);
      long to = TimeBuckets.lowerBound(bucket + 1);

      assertThat(TimeBuckets.bucketOf(from)).isEqualTo(bucket);
      assertThat(TimeBuckets.bucketOf(to - 1)).isEqualTo(bucket);
      assertThat(bucket == 0 || to - from <= from / 4).isTrue();
    }
  }

  @Test
  void lastBucket_isTheOneThatTheMemoryBoundIsComputedFrom() {
    assertThat(TimeBuckets.bucketOf(MAX)).isEqualTo(104);
    assertThat(TimeBuckets.bucketOf(HOUR)).isBetween(37 * 4, 38 * 4 - 1);
  }

  @Test
  void bytes_ofAllBuckets_areAsDocumented() {
    for (long max : new long[] {MAX, HOUR}) {
      var buckets = new TimeBuckets();
      for (long nanos = 1; nanos < max; nanos += nanos / 5 + 1) {
        buckets.record(nanos, max);
      }
      buckets.record(max, max);
      assertThat(2 * buckets.bytes()).isEqualTo(max == MAX ? 960 : 1312);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void record_anySamples_countsThemAll(long seed) {
    var random = new Random(seed);
    var buckets = new TimeBuckets();
    int samples = 10_000;
    long longest = 0;
    int outliers = 0;
    for (int i = 0; i < samples; i++) {
      long nanos = random.nextLong() >>> random.nextInt(30, 63);
      longest = Math.max(longest, nanos);
      outliers += nanos > MAX ? 1 : 0;
      buckets.record(nanos, MAX);
    }

    var histogram = buckets.copy(MAX);

    var counts = new ArrayList<Integer>();
    histogram.forEach((from, to, count) -> counts.add(count));
    assertThat(counts.stream().mapToInt(c -> c).sum()).isEqualTo(samples);
    assertThat(histogram.longestNanos()).isEqualTo(longest);
    assertThat(histogram.outliers()).isEqualTo(outliers).isPositive();
  }

  @Test
  void record_negative_countsAsNothing() {
    var buckets = new TimeBuckets();
    buckets.record(-5, MAX);

    var seen = new ArrayList<Long>();
    buckets.copy(MAX).forEach((from, to, count) -> seen.add(from));

    assertThat(seen).containsExactly(0L);
    assertThat(buckets.copy(MAX).longestNanos()).isZero();
  }
}
