package dev.kioto.instrument.aggregate;

import java.time.Duration;

/// What an [Aggregator] keeps at most.
///
/// @param retention how long what has ended is kept, at least 0
/// @param tasks how many ended tasks are kept, at least 0; the longest ended ones go first
/// @param resources of ended resources, the same
/// @param operations of ended operations, the same
/// @param wakeEdges how many pairs of a waker and a woken task are counted, at least 1; those at rest go first
/// @param pollTime the longest poll that histograms tell from longer ones, at least 1 µs
/// @param scheduledTime the longest scheduled time, the same
public record Bounds(Duration retention, int tasks, int resources, int operations, int wakeEdges, Duration pollTime,
    Duration scheduledTime) {
  private static final Duration SHORTEST_TIME = Duration.ofNanos(1000);

  /// Those of every program that says nothing else.
  public static final Bounds DEFAULT = new Bounds(Duration.ofHours(1), 100_000, 10_000, 10_000, 50_000,
      Duration.ofSeconds(1), Duration.ofSeconds(1));

  /// @throws IllegalArgumentException when one is out of range
  public Bounds {
    if (retention.isNegative()) {
      throw new IllegalArgumentException("retention " + retention + ": must be 0 or longer");
    }
    atLeast(0, "retained tasks", tasks);
    atLeast(0, "retained resources", resources);
    atLeast(0, "retained operations", operations);
    atLeast(1, "wake edges", wakeEdges);
    checkTime("poll time histogram max", pollTime);
    checkTime("scheduled time histogram max", scheduledTime);
  }

  private static void atLeast(int least, String what, int value) {
    if (value < least) {
      throw new IllegalArgumentException(what + " " + value + ": must be " + least + " or more");
    }
  }

  private static void checkTime(String what, Duration time) {
    if (time.compareTo(SHORTEST_TIME) < 0) {
      throw new IllegalArgumentException(what + " " + time + ": must be 1 µs or longer");
    }
  }

  /// The same with another retention of tasks.
  public Bounds retaining(Duration time, int endedTasks) {
    return new Bounds(time, endedTasks, resources, operations, wakeEdges, pollTime, scheduledTime);
  }
}
