package dev.kioto.console.collector;

import dev.kioto.console.api.Histogram;
import org.jspecify.annotations.Nullable;

/// How long a task's polls and its waits for a worker took.
///
/// @param polls null when the program did not tell, or not in a form that can be read
/// @param scheduled null likewise
public record TaskTimes(@Nullable Histogram polls, @Nullable Histogram scheduled) {

  /// Nothing was told.
  public static final TaskTimes UNKNOWN = new TaskTimes(null, null);
}
