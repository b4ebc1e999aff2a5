package dev.kioto.console.filter;

import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.TaskRecord;

/// Reads filters of tasks.
public final class Filters {

  /// The longest filter that is read, in characters.
  public static final int LONGEST = 4096;

  private Filters() {}

  /// Reads a filter. An empty one lets every task through.
  ///
  /// @throws FilterSyntaxException if it cannot be read
  public static RowFilter<TaskRecord> parse(String text) throws FilterSyntaxException {
    return TaskLanguage.TASKS.filter(text);
  }
}
