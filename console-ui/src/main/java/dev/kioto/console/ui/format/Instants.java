package dev.kioto.console.ui.format;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Writes moments in the zone of this machine. Thread-safe.
public final class Instants {
  private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT)
      .withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
      .withZone(ZoneId.systemDefault());

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT)
      .withZone(ZoneId.systemDefault());

  private Instants() {}

  /// Nanoseconds since 1970.
  public static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  /// The moment that many nanoseconds after the start of 1970.
  public static Instant ofNanos(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  /// The time of day to the millisecond: `10:42:07.318`.
  public static String millis(Instant at) {
    return MILLIS.format(at);
  }

  /// The time of day to the second: `10:42:07`.
  public static String seconds(Instant at) {
    return SECONDS.format(at);
  }

  /// The day and the time of day: `1 Mar 10:42`.
  public static String dayAndMinute(Instant at) {
    return DAY.format(at);
  }

  /// How long before `now` it was: `140 ms ago`; `now` when it is not before.
  public static String ago(Instant at, Instant now) {
    long nanos = Duration.between(at, now).toNanos();
    return nanos <= 0 ? "now" : Durations.text(nanos) + " ago";
  }
}
