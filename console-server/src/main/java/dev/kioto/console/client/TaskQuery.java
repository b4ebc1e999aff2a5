package dev.kioto.console.client;

import org.jspecify.annotations.Nullable;

/// Which part of a task list to ask for.
///
/// @param filter in the filter language; empty lets every task through
/// @param sort a field's name, with `-` before it for descending order
/// @param limit how many tasks at most, 1 to 1000
/// @param cursor `nextCursor` of the part before, or null for the first
public record TaskQuery(String filter, String sort, int limit, @Nullable String cursor) {

  /// The first hundred tasks, oldest first.
  public static final TaskQuery DEFAULT = new TaskQuery("", "-total", 100, null);

  /// The same with another filter, from the start.
  public TaskQuery withFilter(String newFilter) {
    return new TaskQuery(newFilter, sort, limit, null);
  }

  /// The same in another order, from the start.
  public TaskQuery withSort(String newSort) {
    return new TaskQuery(filter, newSort, limit, null);
  }

  /// The same with another limit.
  public TaskQuery withLimit(int newLimit) {
    return new TaskQuery(filter, sort, newLimit, cursor);
  }

  /// The same from another place on.
  public TaskQuery withCursor(@Nullable String newCursor) {
    return new TaskQuery(filter, sort, limit, newCursor);
  }
}
