package dev.kioto.console.model;

import java.time.Duration;

/// How much a model keeps.
///
/// @param completedFor how long a completed task is kept, on the program's clock
/// @param completedAtMost how many completed tasks are kept
/// @param tasksAtMost how many tasks are kept in all; what comes beyond is refused and counted
public record Retention(Duration completedFor, int completedAtMost, int tasksAtMost) {

  /// Five minutes, a hundred thousand completed tasks, two million tasks: about 400 bytes each.
  public static final Retention DEFAULT = new Retention(Duration.ofMinutes(5), 100_000, 2_000_000);

  public Retention {
    if (completedFor.isNegative() || completedAtMost < 0 || tasksAtMost < 1) {
      throw new IllegalArgumentException("retention needs a time and numbers that are not negative, got "
          + completedFor + ", " + completedAtMost + " and " + tasksAtMost);
    }
  }
}
