package dev.kioto.instrument.endpoint;

import com.google.protobuf.ByteString;
import dev.kioto.instrument.aggregate.TimeHistogram;
import dev.kioto.proto.tokio.tasks.DurationHistogram;
import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;

/// Histograms in the protocol's encoding: HdrHistogram V2, not compressed, from 1 ns to 1 s with 2 significant digits.
///
/// A bucket goes where its middle is, so what a client reads is at most 12.5 % from what was measured. One thread alone.
final class WireHistogram {
  private static final int DIGITS = 2;

  private final Histogram scratch = new Histogram(1, TimeHistogram.MAX_NANOS, DIGITS);
  private final ByteBuffer buffer = ByteBuffer.allocate(scratch.getNeededByteBufferCapacity());

  DurationHistogram encode(TimeHistogram times) {
    scratch.reset();
    long longest = Math.min(times.longestNanos(), TimeHistogram.MAX_NANOS);
    times.forEach((from, to, count) -> scratch.recordValueWithCount(Math.min((from + to) / 2, longest), count));
    buffer.clear();
    scratch.encodeIntoByteBuffer(buffer);
    buffer.flip();
    var message = DurationHistogram.newBuilder()
        .setRawHistogram(ByteString.copyFrom(buffer))
        .setMaxValue(TimeHistogram.MAX_NANOS)
        .setHighOutliers(times.outliers());
    if (times.outliers() > 0) {
      message.setHighestOutlier(times.longestNanos());
    }
    return message.build();
  }
}
