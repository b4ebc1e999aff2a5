package dev.kioto.console.api;

import java.time.Instant;
import java.util.List;

/// Tasks that wait for each other in a circle.
///
/// @param links each waits for the one that follows, the last one for the first
/// @param certain whether none of them can go on unless one is cancelled. Else something may still break the circle: one of
///     them also waits for something else, or what it waits for is held by others too
/// @param closedAt when the last of these waits began
/// @param blockedTasks how many tasks are stuck because of it, those in the circle among them; 0 when it is not certain
public record WaitCycle(List<Link> links, boolean certain, Instant closedAt, int blockedTasks) {

  /// A task that waits for another one.
  ///
  /// @param task who waits
  /// @param operationId by which operation
  /// @param resourceId for what
  /// @param resourceType `Mutex`; empty when unknown
  /// @param owner who holds it: the task of the link that follows
  public record Link(TaskRef task, String operationId, String resourceId, String resourceType, TaskRef owner) {
  }
}
