package dev.kioto.bench.window;

import java.time.Duration;

/// How much to measure of the window.
///
/// @param seconds that each of its scenes is measured
/// @param opens how often the target is opened again
/// @param longRun how long the window is watched afterwards, for its heap; zero for not at all
public record WindowEffort(int seconds, int opens, Duration longRun) {
  private static final int FILL_SECONDS = 25; // about: a collector, a window, and a million tasks between them

  /// @param brief whether it is for a first impression
  /// @param longRun as above
  public static WindowEffort of(boolean brief, Duration longRun) {
    return brief ? new WindowEffort(8, 5, longRun) : new WindowEffort(30, 15, longRun);
  }

  /// About how long one of the benchmarks takes.
  public long seconds(int scenes) {
    return FILL_SECONDS + (long) scenes * seconds + longRun.toSeconds();
  }
}
