package dev.kioto.console.filter;

import dev.kioto.console.model.TaskOrder;

/// Reads sort orders: a field's name, with `-` before it for the largest first.
public final class Sorts {

  /// Oldest task first.
  public static final String DEFAULT = "-total";

  private Sorts() {}

  /// Reads a sort order.
  ///
  /// @throws SortSyntaxException if there is no such field
  public static TaskOrder parse(String text) throws SortSyntaxException {
    boolean descending = text.startsWith("-");
    var name = descending ? text.substring(1) : text;
    var field = TaskField.named(name);
    if (field == null) {
      var shown = name.length() > 80 ? name.substring(0, 80) + "..." : name;
      throw new SortSyntaxException("cannot sort by '" + shown + "'" + TaskField.unknown(name));
    }
    var number = field.number();
    if (number != null) return new TaskOrder.ByNumber(number, descending);
    var key = field.text();
    if (key == null) throw new IllegalStateException("field " + field + " has neither a number nor a text");
    return new TaskOrder.ByText(key, descending);
  }
}
