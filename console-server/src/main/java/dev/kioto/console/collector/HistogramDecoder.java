package dev.kioto.console.collector;

import com.google.protobuf.ByteString;
import dev.kioto.console.api.Histogram;
import dev.kioto.proto.tokio.tasks.DurationHistogram;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/// Reads the histograms of the wire: HdrHistogram's uncompressed V2 form, nanoseconds.
///
/// The header is checked before the library sees it, because it decides how much memory the library takes: a program
/// may claim five digits up to the end of time in forty bytes.
final class HistogramDecoder {

  private static final int COOKIE = 0x1c84_9303;
  private static final int COOKIE_MASK = ~0xf0; // the word size of the counts, which the form ignores
  private static final int HEADER_BYTES = 40;
  private static final int MOST_DIGITS = 3;
  private static final long LONGEST_NANOS = 1L << 53; // 104 days

  private HistogramDecoder() {}

  /// The histogram, or null when it does not decode.
  static @Nullable Histogram decode(DurationHistogram wire) {
    var outlier = wire.hasHighestOutlier() ? (Long) wire.getHighestOutlier() : null;
    return decode(wire.getRawHistogram(), wire.getHighOutliers(), outlier);
  }

  /// The histogram of a program that knows no outliers, or null when it does not decode.
  static @Nullable Histogram decodeLegacy(ByteString wire) {
    return decode(wire, 0, null);
  }

  private static @Nullable Histogram decode(ByteString wire, long outliers, @Nullable Long highestOutlier) {
    var decoded = counts(wire);
    return decoded == null ? null : histogram(decoded, outliers, highestOutlier);
  }

  /// The counts themselves, to reckon with; null when they do not decode.
  static org.HdrHistogram.@Nullable Histogram counts(ByteString wire) {
    if (!isModest(wire)) return null;
    try {
      return org.HdrHistogram.Histogram.decodeFromByteBuffer(ByteBuffer.wrap(wire.toByteArray()), 0);
    } catch (RuntimeException _) {
      return null; // the library says what is wrong with the bytes by whatever exception they lead to
    }
  }

  private static boolean isModest(ByteString wire) {
    if (wire.size() < HEADER_BYTES) return false;
    var header = wire.substring(0, HEADER_BYTES).asReadOnlyByteBuffer();
    boolean known = (header.getInt(0) & COOKIE_MASK) == (COOKIE & COOKIE_MASK);
    int payload = header.getInt(4);
    int digits = header.getInt(12);
    long lowest = header.getLong(16);
    long highest = header.getLong(24);
    return known && payload >= 0 && payload <= wire.size() - HEADER_BYTES && digits >= 0 && digits <= MOST_DIGITS
        && lowest >= 1 && highest >= 2 * lowest && highest <= LONGEST_NANOS;
  }

  private static Histogram histogram(org.HdrHistogram.Histogram of, long outliers, @Nullable Long highestOutlier) {
    return new Histogram(of.getTotalCount(), of.getMaxValue(), of.getValueAtPercentile(10), of.getValueAtPercentile(25),
        of.getValueAtPercentile(50), of.getValueAtPercentile(75), of.getValueAtPercentile(90),
        of.getValueAtPercentile(95), of.getValueAtPercentile(99), outliers, highestOutlier, buckets(of));
  }

  private static List<Histogram.Bucket> buckets(org.HdrHistogram.Histogram of) {
    var buckets = new ArrayList<Histogram.Bucket>();
    for (HistogramIterationValue value : of.recordedValues()) {
      long from = of.lowestEquivalentValue(value.getValueIteratedTo());
      long to = of.nextNonEquivalentValue(value.getValueIteratedTo());
      buckets.add(new Histogram.Bucket(from, to, value.getCountAddedInThisIterationStep()));
    }
    return buckets;
  }
}
