package dev.kioto.instrument.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.instrument.FakeTask;
import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.instrument.aggregate.Bounds;
import dev.kioto.instrument.aggregate.FineBuckets;
import dev.kioto.instrument.aggregate.TimeHistogram;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.instrument.trace.TraceLog;
import dev.kioto.proto.tokio.tasks.DurationHistogram;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/// Histograms as clients decode them.
final class WireHistogramTest {
  // Written by the crate hdrhistogram 7.6.0, which the stock client reads with: a histogram of u64 with the maximum 1_000_000_000
  // and 2 digits, given RUST_VALUES, through its V2Serializer.
  private static final String BY_RUST = "1c849313" + "00000016" + "00000000" + "00000002" + "0000000000000001"
      + "000000003b9aca00" + "3ff0000000000000" + "0002c30104b3020608f1030a8907d00fe50c0ef11306";
  private static final long[][] RUST_VALUES = {{1, 1}, {100, 2}, {255, 3}, {256, 4}, {1_000, 5}, {12_345, 1000},
      {1_000_000, 7}, {999_999_999, 1}, {1_000_000_000, 2}};

  // Ours for the durations below. The same crate reads it as COUNTS, by `iter_recorded`: each the highest value of a bucket.
  private static final String OURS = "1c849313" + "00000011" + "00000000" + "00000002" + "0000000000000001"
      + "000000003b9aca00" + "3ff0000000000000" + "0f02bd01048d0606bd0808bd0c64f91204";
  private static final long[][] DURATIONS = {{10, 1}, {100, 2}, {1_000, 3}, {20_000, 4}, {1_500_000, 50},
      {999_999_999, 1},
      {5_000_000_000L, 1}};
  private static final Map<Long, Long> COUNTS = Map.of(8L, 1L, 104L, 2L, 963L, 3L, 18_559L, 4L, 1_449_983L, 50L,
      1_002_438_655L, 2L);

  @Test
  void countsOfAProgram_neverGoDown_whateverComesLater() {
    var buckets = new FineBuckets();
    buckets.record(5_000_000);
    var before = Histogram.decodeFromByteBuffer(WireHistogram.encode(buckets).asReadOnlyByteBuffer(), 1);
    buckets.record(5_200_000); // longer than any before, and in the same bucket
    var after = Histogram.decodeFromByteBuffer(WireHistogram.encode(buckets).asReadOnlyByteBuffer(), 1);
    after.subtract(before);
    assertThat(after.getTotalCount()).isEqualTo(1);
  }

  private static TimeHistogram polls(long[]... durations) {
    return polls(Duration.ofSeconds(1), durations);
  }

  private static TimeHistogram polls(Duration max, long[]... durations) {
    var time = new AtomicLong(1);
    var recorder = new Recorder(1024, time::get);
    var aggregator = new Aggregator(recorder, new Bounds(Duration.ofHours(1), 1, 1, 1, 1, max, Duration.ofSeconds(1)),
        new TraceLog(0, 0, 1));
    try (var probe = recorder.openThread("test")) {
      probe.taskSpawned(new FakeTask(1));
      for (long[] duration : durations) {
        for (long i = 0; i < duration[1]; i++) {
          probe.pollStarted(1, time.get(), false);
          time.addAndGet(duration[0]);
          probe.pollEnded(1, 0);
          aggregator.pass();
        }
      }
      var times = aggregator.times(1);
      assertThat(times).isNotNull();
      assertThat(times.polls()).isNotNull();
      return times.polls();
    }
  }

  private static Map<Long, Long> decode(DurationHistogram histogram) {
    var counts = new TreeMap<Long, Long>();
    for (var value : Histogram.decodeFromByteBuffer(histogram.getRawHistogram().asReadOnlyByteBuffer(), 1)
        .recordedValues()) {
      counts.put(value.getValueIteratedTo(), value.getCountAtValueIteratedTo());
    }
    return counts;
  }

  @Test
  void encode_sameValuesAsTheRustCrate_areTheSameBytes() {
    var histogram = new Histogram(1, 1_000_000_000, 2);
    for (long[] value : RUST_VALUES) {
      histogram.recordValueWithCount(value[0], value[1]);
    }
    var buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoByteBuffer(buffer);

    assertThat(HexFormat.of().formatHex(buffer.array(), 0, length)).isEqualTo(BY_RUST);
  }

  @Test
  void encode_knownDurations_areTheBytesThatTheRustCrateWasSeenToRead() {
    var encoded = new WireHistogram().encode(polls(DURATIONS));

    assertThat(HexFormat.of().formatHex(encoded.getRawHistogram().toByteArray())).isEqualTo(OURS);
    assertThat(decode(encoded)).isEqualTo(COUNTS);
    assertThat(encoded.getMaxValue()).isEqualTo(1_000_000_000);
    assertThat(encoded.getHighOutliers()).isEqualTo(1);
    assertThat(encoded.getHighestOutlier()).isEqualTo(5_000_000_000L);
  }

  @Test
  void encode_twice_keepsNothingOfTheFirst() {
    var wire = new WireHistogram();
    wire.encode(polls(new long[] {5_000_000_000L, 3}));

    var second = wire.encode(polls(new long[] {100, 1}));

    assertThat(decode(second).values()).containsExactly(1L);
    assertThat(second.getHighOutliers()).isZero();
    assertThat(second.hasHighestOutlier()).isFalse();
  }

  @Test
  void encode_withAnotherMaximum_tellsLongerDurationsApart() {
    var wire = new WireHistogram();
    wire.encode(polls(DURATIONS));

    var tenSeconds = wire.encode(polls(Duration.ofSeconds(10), DURATIONS));
    var tenMicros = wire.encode(polls(Duration.ofNanos(10_000), DURATIONS));

    assertThat(tenSeconds.getMaxValue()).isEqualTo(10_000_000_000L);
    assertThat(tenSeconds.getHighOutliers()).isZero();
    assertThat(decode(tenSeconds).keySet()).anyMatch(nanos -> nanos > 4_400_000_000L && nanos < 5_600_000_000L);
    assertThat(tenMicros.getMaxValue()).isEqualTo(10_000);
    assertThat(tenMicros.getHighOutliers()).isEqualTo(56);
    assertThat(tenMicros.getHighestOutlier()).isEqualTo(5_000_000_000L);
    assertThat(decode(tenMicros).values().stream().mapToLong(count -> count).sum()).isEqualTo(62);
  }

  @Test
  void encode_randomDurations_areDecodedNearToWhatTheyWere() {
    var random = new SplittableRandom(1);
    var wire = new WireHistogram();
    for (int round = 0; round < 200; round++) {
      long duration = random.nextLong(1, 1L << random.nextInt(5, 30));
      long count = random.nextLong(1, 4);

      var counts = decode(wire.encode(polls(new long[] {duration, count})));

      assertThat(counts.values()).containsExactly(count);
      // A quarter of an octave, of which the middle is sent; and what 2 digits do to that. The shortest are one bucket.
      long error = duration < 16 ? 16 : duration * 14 / 100 + 1;
      assertThat(counts.keySet().iterator().next()).isBetween(duration - error, duration + error);
    }
  }
}
