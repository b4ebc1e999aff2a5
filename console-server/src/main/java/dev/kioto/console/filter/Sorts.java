package dev.kioto.console.filter;

import dev.kioto.console.model.RowOrder;
import dev.kioto.console.model.TaskRecord;

/// Reads sort orders of tasks: a field's name, with `-` before it for the largest first.
public final class Sorts {

  /// Oldest task first.
  public static final String DEFAULT = "-total";

  private Sorts() {}

  /// Reads a sort order.
  ///
  /// @throws SortSyntaxException if there is no such field
  public static RowOrder<TaskRecord> parse(String text) throws SortSyntaxException {
    return TaskLanguage.TASKS.order(text);
  }
}
