package dev.kioto.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BucketsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42, 2026})
  void anyBuckets_coverAllTimesWithoutGaps_andFindThemAgain(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 50; i++) {
      check(random.nextBoolean() ? anyLinear(random) : anyLog(random));
    }
  }

  private static Buckets anyLinear(SplittableRandom random) {
    return new Buckets.Linear(random.nextLong(1, 1L << random.nextInt(1, 62)), random.nextInt(1, 300));
  }

  private static Buckets.Log anyLog(SplittableRandom random) {
    long min = random.nextLong(1, 1L << random.nextInt(1, 40));
    long max = min + random.nextLong(1, 1L << random.nextInt(1, 62));
    return Buckets.Log.of(min, max, random.nextDouble(0.0001, 0.99));
  }

  private static void check(Buckets buckets) {
    assertThat(buckets.start(0)).as("start of %s", buckets).isZero();
    for (int i = 0; i < buckets.count(); i++) {
      long start = buckets.start(i);
      long end = buckets.end(i);
      assertThat(end).as("end of %d of %s", i, buckets).isGreaterThanOrEqualTo(start);
      if (start < end) { // else beyond the longest time there is
        assertThat(buckets.indexOf(start)).as("start of %d of %s", i, buckets).isEqualTo(i);
        assertThat(buckets.indexOf(end - 1)).as("end of %d of %s", i, buckets).isEqualTo(i);
        assertThat(buckets.indexOf(start + (end - start) / 2)).isEqualTo(i);
      }
    }
    assertThat(buckets.end(buckets.count() - 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(buckets.indexOf(-1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 11, 1969})
  void logBuckets_betweenMinAndMax_keepTheErrorAndTheEnds(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 50; i++) {
      long min = random.nextLong(1, 1_000_000);
      long max = min * random.nextLong(2, 1_000_000);
      double error = random.nextDouble(0.001, 0.99);
      var buckets = Buckets.Log.of(min, max, error);

      assertThat(buckets.end(0)).as("first of %s for %d", buckets, min).isLessThanOrEqualTo(Math.max(1, min));
      int last = buckets.count() - 1;
      assertThat(buckets.start(last)).as("last of %s for %d", buckets, max).isGreaterThanOrEqualTo(max);
      assertThat(buckets.start(last - 1)).isLessThan(max);
      for (int bucket = 1; bucket < last; bucket++) {
        long width = buckets.end(bucket) - buckets.start(bucket);
        assertThat((double) (width - 1) / buckets.start(bucket)).as("error in %d of %s", bucket, buckets)
            .isLessThanOrEqualTo(error);
      }
    }
  }

  @Test
  void logBuckets_byDefault_areTokios() {
    assertThat(Buckets.Log.of(100, 60_000_000_000L, 0.25).count()).isEqualTo(119);
  }

  @ParameterizedTest
  @CsvSource({"0,10", "99999,10", "100000,10"})
  void linearBuckets_byDefault_areTenOfAHundredMicroseconds(long nanos, int count) {
    assertThat(Buckets.byDefault().count()).isEqualTo(count);
    assertThat(Buckets.byDefault().indexOf(nanos)).isEqualTo(nanos < 100_000 ? 0 : 1);
    assertThat(Buckets.byDefault().indexOf(Long.MAX_VALUE)).isEqualTo(9);
  }

  @Test
  void buckets_outOfRange_areRefusedByValue() {
    assertThatThrownBy(() -> new Buckets.Linear(0, 10)).hasMessageContaining("0 ns");
    assertThatThrownBy(() -> new Buckets.Linear(1, 0)).hasMessageContaining("to have 0");
    assertThatThrownBy(() -> new Buckets.Linear(1, 70_000)).hasMessageContaining("70000");
    assertThatThrownBy(() -> Buckets.Log.of(0, 10, 0.5)).hasMessageContaining("from 0 to 10");
    assertThatThrownBy(() -> Buckets.Log.of(10, 10, 0.5)).hasMessageContaining("from 10 to 10");
    assertThatThrownBy(() -> Buckets.Log.of(1, 10, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Buckets.Log.of(1, 10, 1)).hasMessageContaining("1.0");
  }

  @Test
  void histogram_ofTwoThatHaveEnded_isTheirSum() {
    var a = new Histogram(Buckets.byDefault());
    var b = new Histogram(Buckets.byDefault());
    a.record(0);
    b.record(99_999);
    b.record(Long.MAX_VALUE);

    var sum = Histogram.sum(a, b);

    assertThat(sum).isNotNull();
    assertThat(sum.count(0)).isEqualTo(2);
    assertThat(sum.count(1)).isZero();
    assertThat(sum.count(9)).isEqualTo(1);
  }
}
