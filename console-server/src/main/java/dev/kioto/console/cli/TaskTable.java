package dev.kioto.console.cli;

import dev.kioto.console.api.Task;
import dev.kioto.console.cli.TextTable.Column;
import dev.kioto.console.text.Units;
import java.util.List;
import java.util.Locale;

/// Tasks as a table of text: tokio-console's columns.
final class TaskTable {

  private TaskTable() {}

  /// The lines of the table, titles first.
  ///
  /// @param width longer lines are cut to this many characters; 0 for no limit
  static List<String> lines(List<Task> tasks, int width) {
    var table = new TextTable(
        Column.right("ID"), Column.left("STATE"), Column.left("NAME"), Column.right("TOTAL"), Column.right("BUSY"),
        Column.right("SCHED"), Column.right("IDLE"), Column.right("POLLS"), Column.right("WAKES"), Column.left("KIND"),
        Column.left("LOCATION"));
    for (var task : tasks) {
      table.add(List.of(
          task.taskId(),
          task.state().name().toLowerCase(Locale.ROOT),
          task.name(),
          Units.nanos(task.totalNanos()),
          Units.nanos(task.busyNanos()),
          Units.nanos(task.scheduledNanos()),
          Units.nanos(task.idleNanos()),
          Long.toUnsignedString(task.polls()),
          Long.toUnsignedString(task.wakes()),
          task.kind(),
          location(task)));
    }
    return table.lines(width);
  }

  // The folders of a path tell little and take the width of a screen.
  private static String location(Task task) {
    var location = task.location();
    return location == null ? "" : location.substring(location.lastIndexOf('/') + 1);
  }
}
