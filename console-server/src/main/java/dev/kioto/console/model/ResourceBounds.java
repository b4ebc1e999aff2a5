package dev.kioto.console.model;

import java.time.Duration;

/// How much a model keeps of resources and operations.
///
/// @param endedFor how long those that ended are kept, on the program's clock
/// @param endedAtMost how many ended resources are kept, and how many ended operations
/// @param resourcesAtMost how many resources are kept in all; what comes beyond is refused and counted
/// @param operationsAtMost how many operations likewise
public record ResourceBounds(Duration endedFor, int endedAtMost, int resourcesAtMost, int operationsAtMost) {

  private static final int MOST_RESOURCES = 1_000_000; // about 200 bytes each

  public ResourceBounds {
    if (endedFor.isNegative() || endedAtMost < 0 || resourcesAtMost < 1 || operationsAtMost < 1) {
      throw new IllegalArgumentException("bounds need a time and numbers that are not negative, got " + endedFor + ", "
          + endedAtMost + ", " + resourcesAtMost + " and " + operationsAtMost);
    }
  }

  /// The bounds that fit those of tasks.
  static ResourceBounds of(Retention tasks) {
    int most = Math.min(tasks.tasksAtMost(), MOST_RESOURCES);
    return new ResourceBounds(tasks.completedFor(), tasks.completedAtMost(), most, most);
  }
}
