package dev.kioto.console.ui.tasks;

import dev.kioto.console.ui.settings.DesktopSettings;
import dev.kioto.console.ui.table.ColumnLayout;
import dev.kioto.console.ui.theme.EmptyState;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The task table with its filter line, and what stands in its place when there are no rows. UI thread only.
public final class TasksView {
  private final TasksViewModel model;
  private final TaskTable table;
  private final ColumnLayout<TaskSlot> columns;
  private final FilterLine filter;
  private final VBox node;
  private final EmptyState empty = new EmptyState();
  private final Button clearFilter = new Button("Clear the filter");

  /// @param open what Enter and a double click on a row do
  public TasksView(TasksViewModel model, Runnable open) {
    this.model = model;
    table = new TaskTable(model, open);
    columns = new ColumnLayout<>(table.node(), List.of(TaskColumn.values()));
    filter = new FilterLine(model, columns.menu("columns"), this::focus);
    new TableScroll(table.node(), model).start();
    clearFilter.setOnAction(_ -> {
      filter.clear();
      focus();
    });
    var stack = new StackPane(table.node(), empty.node());
    VBox.setVgrow(stack, Priority.ALWAYS);
    node = new VBox(filter.node(), stack);
    node.getStyleClass().add("tasks");
    model.content().subscribe(this::show);
    model.request().subscribe(() -> show(model.content().get()));
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  /// Gives the keyboard to the table.
  public void focus() {
    table.node().requestFocus();
  }

  /// Gives the keyboard to the filter.
  public void focusFilter() {
    filter.focus();
  }

  /// Greys the rows while they are not fresh.
  public void bindStale(ObservableValue<Boolean> stale) {
    stale.subscribe(is -> table.node().pseudoClassStateChanged(Shapes.STALE, is));
  }

  /// Takes remembered columns and order.
  public void restore(DesktopSettings.Table remembered) {
    columns.restore(remembered.columns());
    model.order().restore(List.of(TaskColumn.values()), remembered);
  }

  /// Columns and order, to remember.
  public DesktopSettings.Table table() {
    return new DesktopSettings.Table(columns.layout(), model.order().column().get().name(),
        model.order().descending().get());
  }

  private void show(TasksViewModel.Content content) {
    Labels.show(empty.node(), content != TasksViewModel.Content.ROWS);
    switch (content) {
      case CONNECTING -> empty.show("Connecting", "The server has not answered yet; it is asked again and again.", "");
      case NO_TARGET -> empty.show("No program attached",
          "Type the address of a program's instrumentation at the left, like 127.0.0.1:6669, and press Enter. "
              + "To look at an example, run:",
          "./kioto demo");
      case WAITING -> empty.show("Waiting for tasks", "They appear as soon as the program answers.", "");
      case NO_TASKS -> empty.show("No tasks", "The program has no tasks now. They appear here as they are spawned.",
          "");
      case NO_MATCH -> empty.show("No task matches", "The filter lets no task through:", model.filter());
      case ROWS -> {
      }
    }
    empty.offer(content == TasksViewModel.Content.NO_MATCH ? clearFilter : null);
  }
}
