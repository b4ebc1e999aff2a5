package dev.kioto.console.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TimeTallyTest {

  private final TimeTally tally = new TimeTally();

  @Test
  void buckets_endAtPowersOfTwo_andTakeWhatIsAsLong() {
    for (long nanos : new long[] {0, 1, 1024}) tally.add(1, nanos);
    tally.add(2, 2 * 1025);
    tally.add(1, 1L << 34);
    tally.add(1, (1L << 34) + 1);
    tally.add(1, Long.MAX_VALUE);

    var buckets = tally.snapshot().buckets();
    assertThat(buckets).hasSize(26);
    assertThat(buckets.get(0)).isEqualTo(new TimeBuckets.Bucket(1024, 3));
    assertThat(buckets.get(1)).isEqualTo(new TimeBuckets.Bucket(2048, 2));
    assertThat(buckets.get(24)).isEqualTo(new TimeBuckets.Bucket(1L << 34, 1));
    assertThat(buckets.get(25)).isEqualTo(new TimeBuckets.Bucket(Long.MAX_VALUE, 2));
  }

  @Test
  void percentiles_areThoseOfTheDurations_upToASixteenth() {
    var random = new Random(7);
    long[] all = random.doubles(10_000, 5, 23).mapToLong(power -> (long) Math.exp(power)).sorted().toArray();
    Arrays.stream(all).forEach(nanos -> tally.add(1, nanos));

    for (double share : new double[] {0.5, 0.9, 0.99, 1}) {
      double right = all[(int) Math.ceil(share * all.length) - 1];
      assertThat(tally.spread().nanosAt(share)).as("%s", share).isBetween(right * 15 / 16 - 64, right * 17 / 16 + 64);
    }
  }

  @Test
  void spread_sinceAnEarlierOne_isWhatCameBetween() {
    tally.add(1_000, 1_000L * 5_000);
    var earlier = tally.spread();
    tally.add(1, 1_000_000);

    var between = tally.spread().since(earlier);
    assertThat(between.count()).isOne();
    assertThat(between.nanosAt(0.5)).isCloseTo(1_000_000, within(65_000.0));
    assertThat(earlier.since(earlier).nanosAt(0.5)).isNaN();
  }
}
