package dev.kioto.console.collector;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.kioto.console.recording.RecordingHeader;
import dev.kioto.console.recording.RecordingWriter;
import dev.kioto.console.recording.RecordingWriter.Part;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.console.v1.Totals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.HdrHistogram.Histogram;

/// Recordings of programs that never ran, whose times are known.
public final class SyntheticRecording {

  /// When each of them begins.
  public static final Instant START = Instant.ofEpochSecond(Wire.START);

  private static final long SECOND = 1_000_000_000L;
  private static final int POLLS = 1_000; // in a second
  private static final long DELAY = 50_000;
  private static final double SPREAD = 0.3; // of times, as a share

  private SyntheticRecording() {}

  /// Writes one.
  ///
  /// @param seconds how long it is
  /// @param pollNanos the usual poll time in each second
  /// @param seed of what is chance
  public static Path write(Path path, int seconds, IntToLongFunction pollNanos, long seed) throws IOException {
    var random = new Random(seed);
    var polls = new Histogram(1, 60 * SECOND, 3);
    var delays = new Histogram(1, 60 * SECOND, 3);
    var header = new RecordingHeader("here", "synthetic", "test", START);
    try (var writer = RecordingWriter.create(path, header, new RecordingWriter.Limits(64, 5 * SECOND))) {
      long start = Wire.START * SECOND;
      writer.append(MessageKind.CONNECTED.number(), start, Wire.description("run-1").toByteArray(), Part.CONNECTION);
      for (int second = 0; second <= seconds; second++) {
        var update = Wire.update(second * 1000L);
        if (second == 0) update.metadata();
        writer.append(MessageKind.UPDATE.number(), start + second * SECOND, update.build().toByteArray(), Part.NEWS);
        for (int i = 0; i < POLLS; i++) {
          polls.recordValue(around(random, pollNanos.applyAsLong(second)));
          delays.recordValue(around(random, DELAY));
        }
        var state = RecorderState.newBuilder().setNow(Timestamp.newBuilder().setSeconds(Wire.START + second))
            .setTotals(Totals.newBuilder().setPolls((second + 1L) * POLLS))
            .setPollTimes(bytes(polls)).setSchedulingDelays(bytes(delays)).build();
        writer.append(MessageKind.RECORDER.number(), start + second * SECOND, state.toByteArray(), Part.NEWS);
      }
    }
    return path;
  }

  private static long around(Random random, long nanos) {
    return Math.max(1, (long) (nanos * Math.exp(random.nextGaussian() * SPREAD)));
  }

  private static ByteString bytes(Histogram histogram) {
    var buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoByteBuffer(buffer);
    return ByteString.copyFrom(buffer.array(), 0, length);
  }
}
