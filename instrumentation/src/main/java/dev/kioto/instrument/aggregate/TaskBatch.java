package dev.kioto.instrument.aggregate;

import java.util.List;

/// A part of what a subscriber has not seen yet.
///
/// @param atNanos when it was taken by [System#nanoTime]: no instant in it is later
/// @param changes no task twice
/// @param more whether the same look at the tasks has another part
/// @param lostEvents events lost since the subscriber's last batch, in its first one since the start; 0 when all is well
public record TaskBatch(long atNanos, List<Change> changes, boolean more, long lostEvents) {

  /// A task that has changed.
  ///
  /// @param isNew whether the subscriber has never been told of it
  public record Change(TaskSnapshot task, boolean isNew) {}
}
