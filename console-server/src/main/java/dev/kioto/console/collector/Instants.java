package dev.kioto.console.collector;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.kioto.console.model.TaskRecord;
import java.time.Instant;

/// Turns the wire's times into the model's nanoseconds and back.
///
/// Whatever a program sends ends up in a range in which the sum of any two durations and the difference of any two
/// instants are still `long`: from 1970 to about 2096, and durations from 0 to about 63 years.
final class Instants {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long LATEST_SECOND = 4_000_000_000L;
  private static final long LONGEST_SECONDS = 2_000_000_000L;

  private Instants() {}

  static long nanos(Timestamp timestamp) {
    return nanos(timestamp.getSeconds(), timestamp.getNanos(), LATEST_SECOND);
  }

  static long nanos(Duration duration) {
    return nanos(duration.getSeconds(), duration.getNanos(), LONGEST_SECONDS);
  }

  private static long nanos(long seconds, int nanos, long most) {
    long wholeSeconds = Math.clamp(seconds, 0, most);
    return wholeSeconds * NANOS_PER_SECOND + (seconds < 0 ? 0 : Math.clamp(nanos, 0, NANOS_PER_SECOND - 1));
  }

  /// An instant, or [TaskRecord#ABSENT].
  static long nanosOrAbsent(boolean there, Timestamp timestamp) {
    return there ? nanos(timestamp) : TaskRecord.ABSENT;
  }

  /// A count of the wire, which has one bit more than a `long`.
  static long count(long unsigned) {
    return unsigned < 0 ? Long.MAX_VALUE : unsigned;
  }

  /// A small count likewise.
  static int count(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
  }

  static Timestamp timestamp(long nanos) {
    return Timestamp.newBuilder().setSeconds(Math.floorDiv(nanos, NANOS_PER_SECOND))
        .setNanos((int) Math.floorMod(nanos, NANOS_PER_SECOND)).build();
  }

  static Duration duration(long nanos) {
    return Duration.newBuilder().setSeconds(nanos / NANOS_PER_SECOND).setNanos((int) (nanos % NANOS_PER_SECOND))
        .build();
  }

  static long nanos(Instant instant) {
    return nanos(instant.getEpochSecond(), instant.getNano(), LATEST_SECOND);
  }

  static Instant instant(Timestamp timestamp) {
    return instant(nanos(timestamp));
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
  }
}
