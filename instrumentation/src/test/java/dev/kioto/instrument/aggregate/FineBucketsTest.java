package dev.kioto.instrument.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FineBucketsTest {

  @Test
  void everyDuration_isInTheBucketThatReachesFromBelowItToAboveIt() {
    var random = new Random(4);
    for (int i = 0; i < 100_000; i++) {
      long nanos = random.nextLong() >>> (1 + random.nextInt(62));
      int bucket = FineBuckets.bucketOf(nanos);
      assertThat(FineBuckets.lowerBound(bucket)).isLessThanOrEqualTo(nanos);
      long end = FineBuckets.lowerBound(bucket + 1);
      if (end > 0) assertThat(end).isGreaterThan(nanos); // the last one has no end
      if (nanos >= 16 && end > 0) assertThat(end - FineBuckets.lowerBound(bucket)).isLessThanOrEqualTo(nanos / 16 + 1);
    }
  }

  @Test
  void theLongestOfAll_hasABucket() {
    var buckets = new FineBuckets();
    buckets.record(Long.MAX_VALUE);
    buckets.record(-5);
    var counts = new ArrayList<Long>();
    buckets.forEach((_, _, count) -> counts.add(count));
    assertThat(counts).containsExactly(1L, 1L);
  }
}
