package dev.kioto.console.model;

import dev.kioto.console.model.RowOrder.ByNumber;
import dev.kioto.console.model.RowOrder.ByText;
import dev.kioto.console.model.RowOrder.Motion;

/// A place in an order of tasks that stays where it is while tasks pass it: the key of the task that stood there. Where
/// that key grew with the time, the boundary does.
///
/// @param number the key at the instant, in an order by number
/// @param grows whether it grows as the time does
/// @param at the instant
/// @param text the key in an order by text
record Boundary(RowOrder<TaskRecord> order, long number, boolean grows, long at, String text, long id) {

  /// An instant well after every one that is told; sums of it and of a duration do not overflow.
  private static final long FAR = 1L << 62;

  static Boundary of(RowOrder<TaskRecord> order, TaskRecord task, long asOf) {
    return switch (order) {
      case ByText<TaskRecord>(var key, _) -> new Boundary(order, 0, false, asOf, key.of(task), task.id());
      case ByNumber<TaskRecord>(var key, var motion, _) -> {
        long number = key.of(task, asOf);
        boolean grows = motion == Motion.GROWS && key.of(task, FAR) - number == FAR - asOf;
        yield new Boundary(order, number, grows, asOf, "", task.id());
      }
    };
  }

  private long numberAt(long asOf) {
    return grows ? number + (asOf - at) : number;
  }

  /// Whether a task comes before the boundary (negative), stands there (0), or comes after it (positive).
  int compare(TaskRecord task, long asOf) {
    int byKey = switch (order) {
      case ByNumber<TaskRecord>(var key, _, _) -> Long.compare(key.of(task, asOf), numberAt(asOf));
      case ByText<TaskRecord>(var key, _) -> key.of(task).compareTo(text);
    };
    if (byKey == 0) return Long.compareUnsigned(task.id(), id);
    return order.descending() ? -byKey : byKey;
  }

  /// The first instant after `asOf` at which a task may pass the boundary although nothing new is told of it. Of the two
  /// keys at most one overtakes the other, once: their difference only ever grows, or only ever shrinks.
  long mayPassAt(TaskRecord task, long asOf) {
    if (!(order instanceof ByNumber<TaskRecord>(var key, var motion, _)) || motion == Motion.STILL) {
      return RowFilter.NEVER;
    }
    long apart = key.of(task, asOf) - numberAt(asOf);
    long atLast = key.of(task, FAR) - numberAt(FAR);
    if (apart == atLast || (apart != 0 && Long.signum(apart) == Long.signum(atLast))) return RowFilter.NEVER;
    return asOf + Math.max(1, Math.abs(apart));
  }
}
