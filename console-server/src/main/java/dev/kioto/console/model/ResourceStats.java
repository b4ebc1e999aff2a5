package dev.kioto.console.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a resource is like at one moment.
///
/// @param id of the resource
/// @param createdAt [TaskRecord#ABSENT] when it is not told
/// @param endedAt [TaskRecord#ABSENT] while it is there
/// @param attributes its state: a name, its value, the value's unit or an empty text, the next name, ...
/// @param holders who has it and who waits for it; null when the program does not tell
/// @param totals its operations so far; null when the program does not tell
public record ResourceStats(long id, long createdAt, long endedAt, List<String> attributes, @Nullable Holders holders,
    @Nullable Totals totals) {

  /// Who holds a resource and who waits for it: ids of tasks, which belong to the model once they are handed over.
  ///
  /// @param owners those who hold it
  /// @param waiters those who wait for it, the longest waiting first
  /// @param waitingThreads operations that wait without a task
  /// @param ownersLeftOut owners that are not named, about
  /// @param waitersLeftOut waiters that are not named, about
  @SuppressWarnings("ArrayRecordComponent") // a list of boxes would be four times as large
  public record Holders(long[] owners, long[] waiters, int waitingThreads, int ownersLeftOut, int waitersLeftOut) {
  }

  /// Operations since the resource was made.
  ///
  /// @param operations that have started
  /// @param waits those that had to wait and have ended, whatever the outcome
  /// @param waitNanos from the start of each of `waits` to its end, together
  /// @param longestWaitNanos the longest of `waits`
  public record Totals(long operations, long waits, long waitNanos, long longestWaitNanos) {
  }
}
