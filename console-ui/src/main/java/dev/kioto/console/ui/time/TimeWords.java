package dev.kioto.console.ui.time;

import dev.kioto.console.ui.format.Instants;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Instants and speeds in words. Thread-safe.
final class TimeWords {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private TimeWords() {}

  /// When it was and how long ago: `12:28:20 · 4 min ago`.
  static String at(Instant instant, Instant now) {
    return Instants.seconds(instant) + " · " + ago(Duration.between(instant, now).toSeconds());
  }

  private static String ago(long seconds) {
    if (seconds < 1) return "now";
    if (seconds < MINUTE) return seconds + " s ago";
    if (seconds < HOUR) return seconds / MINUTE + " min ago";
    if (seconds < DAY) return seconds / HOUR + " h " + seconds % HOUR / MINUTE + " min ago";
    return seconds / DAY + " d " + seconds % DAY / HOUR + " h ago";
  }

  /// How far into a recording, and how long that is: `0:12 of 3:40`.
  static String place(Instant from, Instant position, Instant to) {
    return clock(Duration.between(from, position)) + " of " + clock(Duration.between(from, to));
  }

  /// A length as a clock shows it: `3:40`, `1:02:05`.
  static String clock(Duration length) {
    long seconds = Math.max(0, length.toSeconds());
    return seconds < HOUR ? String.format(Locale.ROOT, "%d:%02d", seconds / MINUTE, seconds % MINUTE)
        : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / HOUR, seconds % HOUR / MINUTE, seconds % MINUTE);
  }

  /// How fast: `2×`, `0.5×`.
  static String speed(double speed) {
    return (speed == Math.rint(speed) ? String.valueOf(Math.round(speed)) : String.valueOf(speed)) + '×';
  }
}
