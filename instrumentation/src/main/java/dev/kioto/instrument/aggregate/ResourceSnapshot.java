package dev.kioto.instrument.aggregate;

import dev.kioto.probe.Attribute;
import dev.kioto.probe.ResourceKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A resource at one moment. Instants are readings of [System#nanoTime] or [TaskSnapshot#ABSENT].
///
/// @param id above 0, unique in the process
/// @param type in short, as its users know it: `Mutex`
/// @param runtimeId the runtime that saw it first
/// @param parentId the resource that it is a part of, 0 when it stands alone
/// @param location the frame that made it, null when it was not taken
/// @param createdAt when it was told of: at its first use
/// @param endedAt absent while it is there
/// @param attributes at most 32, their texts cut to 256 characters; empty when it has ended
/// @param owners the tasks that hold it
/// @param waiters the tasks whose operations wait for it, the longest waiting first
/// @param waitingThreads operations that wait for it outside any task
/// @param totals of its operations since it was told of
public record ResourceSnapshot(
    long id, String type, ResourceKind kind, long runtimeId, long parentId, @Nullable StackTraceElement location,
    long createdAt,
    long endedAt, List<Attribute> attributes, NamedTasks owners, NamedTasks waiters, int waitingThreads,
    Totals totals) {

  /// What the operations on a resource add up to.
  ///
  /// @param operations that have started
  /// @param waits those that had to wait and have ended, whatever the outcome
  /// @param waitNanos from the starts of `waits` to their ends, together
  /// @param longestWaitNanos of one of `waits`
  public record Totals(long operations, long waits, long waitNanos, long longestWaitNanos) {}
}
