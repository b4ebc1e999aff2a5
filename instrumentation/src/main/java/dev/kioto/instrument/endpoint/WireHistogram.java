package dev.kioto.instrument.endpoint;

import com.google.protobuf.ByteString;
import dev.kioto.instrument.aggregate.FineBuckets;
import dev.kioto.instrument.aggregate.TimeHistogram;
import dev.kioto.proto.tokio.tasks.DurationHistogram;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Histograms in the protocol's encoding: HdrHistogram V2, not compressed, from 1 ns to their maximum with 2 significant digits.
///
/// A bucket goes where its middle is, so what a client reads is at most 12.5 % from what was measured. One thread alone.
final class WireHistogram {
  private static final int DIGITS = 2;
  private static final long LONGEST_OF_PROGRAM = TimeUnit.HOURS.toNanos(1);

  // By maximum; a program has two at most, for polls and for scheduled times.
  private final Map<Long, Histogram> byMax = new HashMap<>();
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  /// Durations of a whole program, up to an hour; longer ones count as that. Any thread.
  static ByteString encode(FineBuckets times) {
    var histogram = new Histogram(1, LONGEST_OF_PROGRAM, DIGITS);
    // Always at the same place, whatever comes later: who takes the difference of two needs no count to go down.
    times.forEach(
        (from, to, count) -> histogram.recordValueWithCount(Math.min(from + (to - from) / 2, LONGEST_OF_PROGRAM),
            count));
    var buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    histogram.encodeIntoByteBuffer(buffer);
    return ByteString.copyFrom(buffer.flip());
  }

  DurationHistogram encode(TimeHistogram times) {
    var scratch = byMax.computeIfAbsent(times.maxNanos(), max -> new Histogram(1, max, DIGITS));
    if (buffer.capacity() < scratch.getNeededByteBufferCapacity()) {
      buffer = ByteBuffer.allocate(scratch.getNeededByteBufferCapacity());
    }
    scratch.reset();
    long longest = Math.min(times.longestNanos(), times.maxNanos());
    times.forEach((from, to, count) -> scratch.recordValueWithCount(Math.min((from + to) / 2, longest), count));
    buffer.clear();
    scratch.encodeIntoByteBuffer(buffer);
    buffer.flip();
    var message = DurationHistogram.newBuilder()
        .setRawHistogram(ByteString.copyFrom(buffer))
        .setMaxValue(times.maxNanos())
        .setHighOutliers(times.outliers());
    if (times.outliers() > 0) {
      message.setHighestOutlier(times.longestNanos());
    }
    return message.build();
  }
}
