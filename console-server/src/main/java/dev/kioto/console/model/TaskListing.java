package dev.kioto.console.model;

import org.jspecify.annotations.Nullable;

/// Which part of a model's tasks to list.
///
/// @param after the place after which to begin, or null for the start
/// @param offset how many rows to skip from there
/// @param limit how many rows to list at most
public record TaskListing(
    RowFilter<TaskRecord> filter, RowOrder<TaskRecord> order, @Nullable Position after, int offset, int limit) {

  public TaskListing {
    if (offset < 0 || limit < 0) {
      throw new IllegalArgumentException("offset and limit must not be negative, got " + offset + " and " + limit);
    }
  }
}
