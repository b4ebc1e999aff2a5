package dev.kioto.console.store;

import java.time.Duration;

/// How much is kept on disk. What is oldest goes first.
///
/// @param seconds how long figures of each second are kept
/// @param minutes how long figures of each minute are kept
/// @param hours how long figures of each hour are kept
/// @param tasks how long ended tasks and diagnoses are kept
/// @param mostBytes what the database may have in all
/// @param queue how many writes may wait for the disk; more are dropped and counted
public record StoreSettings(Duration seconds, Duration minutes, Duration hours, Duration tasks, long mostBytes,
    int queue) {

  /// Seconds for a day, minutes for a fortnight, hours for a year, tasks for a week, two GB in all.
  public static final StoreSettings STANDARD = new StoreSettings(Duration.ofDays(1), Duration.ofDays(14),
      Duration.ofDays(365), Duration.ofDays(7), 2_000_000_000L, 10_000);
}
