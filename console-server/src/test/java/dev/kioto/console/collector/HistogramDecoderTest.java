package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kioto.proto.tokio.tasks.DurationHistogram;
import java.nio.ByteBuffer;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HistogramDecoderTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void histogram_ofKnownValues_hasTheirPercentilesAndBuckets() {
    var source = new Histogram(SECOND, 2);
    for (int i = 1; i <= 1000; i++) source.recordValue(i * 1000L);
    var wire = DurationHistogram.newBuilder().setRawHistogram(encode(source)).setMaxValue(SECOND).setHighOutliers(2)
        .setHighestOutlier(5 * SECOND).build();

    var histogram = HistogramDecoder.decode(wire);

    assertThat(histogram).isNotNull();
    assertThat(histogram.count()).isEqualTo(1000);
    assertThat(histogram.p50Nanos()).isBetween(495_000L, 505_000L);
    assertThat(histogram.p99Nanos()).isBetween(980_000L, 1_000_000L);
    assertThat(histogram.maxNanos()).isBetween(1_000_000L, 1_010_000L);
    assertThat(histogram.highOutliers()).isEqualTo(2);
    assertThat(histogram.highestOutlierNanos()).isEqualTo(5 * SECOND);
    assertThat(histogram.buckets().stream().mapToLong(bucket -> bucket.count()).sum()).isEqualTo(1000);
    long end = 0;
    for (var bucket : histogram.buckets()) {
      assertThat(bucket.fromNanos()).isGreaterThanOrEqualTo(end).isLessThan(bucket.toNanos());
      end = bucket.toNanos();
    }
  }

  @Test
  void histogram_withoutValues_isEmpty() {
    var histogram = HistogramDecoder.decodeLegacy(encode(new Histogram(SECOND, 2)));

    assertThat(histogram).isNotNull();
    assertThat(histogram.count()).isZero();
    assertThat(histogram.maxNanos()).isZero();
    assertThat(histogram.buckets()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"12, 5, digits", "24, 9223372036854775807, highest", "16, 0, lowest", "4, 2147483647, payload",
      "4, -1, payload", "0, 7, cookie"})
  void histogram_withAHostileHeader_isNotDecoded(int position, long value, String field) {
    var bytes = encode(new Histogram(SECOND, 2), 1, 2, 3).toByteArray();
    var header = ByteBuffer.wrap(bytes);
    if (position == 16 || position == 24) {
      header.putLong(position, value);
    } else {
      header.putInt(position, (int) value);
    }

    assertThat(HistogramDecoder.decodeLegacy(ByteString.copyFrom(bytes))).as(field).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43})
  void histogram_cutOrDamagedAnywhere_isDecodedOrNot(long seed) {
    var random = new Random(seed);
    var whole = encode(new Histogram(SECOND, 2), 5, 500, 50_000, 5_000_000, 500_000_000).toByteArray();
    int decoded = 0;
    for (int i = 0; i < 3000; i++) {
      var bytes = java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      if (bytes.length > 0) bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      if (HistogramDecoder.decodeLegacy(ByteString.copyFrom(bytes)) != null) decoded++;
    }
    assertThat(decoded).as("seed %d", seed).isBetween(1, 2999);
  }

  static ByteString encode(Histogram histogram, long... values) {
    for (long value : values) histogram.recordValue(value);
    var buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoByteBuffer(buffer);
    return ByteString.copyFrom(buffer.array(), 0, length);
  }
}
