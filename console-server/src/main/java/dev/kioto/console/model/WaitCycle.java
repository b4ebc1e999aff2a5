package dev.kioto.console.model;

import java.util.List;

/// Tasks that wait for each other in a circle.
///
/// @param links each waits for the one that follows, the last one for the first
/// @param certain whether none of them can go on unless one is cancelled: nothing else that they wait for could wake them,
///     and whoever else holds something of it is stuck as well
/// @param closedAt when the last of these waits began
/// @param blockedTasks how many tasks are stuck because of it, those in the circle among them; counted for certain ones
public record WaitCycle(List<Link> links, boolean certain, long closedAt, int blockedTasks) {

  /// A task that waits for another one.
  ///
  /// @param task who waits
  /// @param operation by which operation
  /// @param resource for what
  /// @param owner who holds it
  /// @param since when the operation began
  public record Link(long task, long operation, long resource, long owner, long since) {
  }
}
