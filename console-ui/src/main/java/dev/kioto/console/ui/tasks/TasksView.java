package dev.kioto.console.ui.tasks;

import dev.kioto.console.api.Task;
import dev.kioto.console.ui.completion.CompletionViewModel;
import dev.kioto.console.ui.groups.GroupBy;
import dev.kioto.console.ui.groups.GroupTable;
import dev.kioto.console.ui.groups.GroupsViewModel;
import dev.kioto.console.ui.settings.DesktopSettings;
import dev.kioto.console.ui.table.ColumnLayout;
import dev.kioto.console.ui.table.RowAction;
import dev.kioto.console.ui.table.Slot;
import dev.kioto.console.ui.theme.EmptyState;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import java.util.List;
import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The task table with its filter line, and what stands in its place when there are no rows. UI thread only.
public final class TasksView {
  private final TasksViewModel model;
  private final Runnable open;
  private final TaskTable table;
  private final ColumnLayout<Slot<Task>> columns;
  private final GroupsViewModel groups;
  private final GroupTable groupTable;
  private final FilterLine filter;
  private final VBox node;
  private final EmptyState empty = new EmptyState();
  private final Button clearFilter = new Button("Clear the filter");

  /// @param open what Enter and a double click on a row do
  /// @param openGroup lists the tasks of the chosen group
  public TasksView(TasksViewModel model, GroupsViewModel groups, CompletionViewModel completion, Runnable open,
      Runnable openGroup) {
    this.model = model;
    this.open = open;
    table = new TaskTable(model, open, this::actions);
    columns = new ColumnLayout<>(table.node(), List.of(TaskColumn.values()));
    this.groups = groups;
    groupTable = new GroupTable(groups, openGroup);
    var menus = new HBox(8, groupMenu(), columns.menu("columns"));
    filter = new FilterLine(model, completion, menus, this::focus);
    new TableScroll(table.node(), model).start();
    clearFilter.setOnAction(_ -> {
      filter.clear();
      focus();
    });
    var stack = new StackPane(table.node(), groupTable.node(), empty.node());
    VBox.setVgrow(stack, Priority.ALWAYS);
    node = new VBox(filter.node(), stack, filter.proposals());
    node.getStyleClass().add("tasks");
    groups.by().subscribe(by -> {
      Labels.show(groupTable.node(), by != GroupBy.NONE);
      Labels.show(table.node(), by == GroupBy.NONE);
      if (node.getScene() != null && node.isVisible()) {
        focus();
      }
    });
    model.content().subscribe(this::show);
    model.request().subscribe(() -> show(model.content().get()));
    model.problem().subscribe(() -> show(model.content().get()));
  }

  private MenuButton groupMenu() {
    var menu = new MenuButton();
    menu.setId("group-by");
    menu.getStyleClass().add("quiet");
    menu.setMinWidth(Region.USE_PREF_SIZE);
    var choice = new ToggleGroup();
    for (var by : GroupBy.values()) {
      var item = new RadioMenuItem(by == GroupBy.NONE ? "No groups" : "By " + by.title());
      item.setId("group-by-" + by.name().toLowerCase(Locale.ROOT));
      item.setToggleGroup(choice);
      item.setOnAction(_ -> groups.by().set(by));
      groups.by().subscribe(now -> item.setSelected(now == by));
      menu.getItems().add(item);
    }
    groups.by().subscribe(by -> menu.setText(by == GroupBy.NONE ? "Group" : "By " + by.title()));
    return menu;
  }

  private List<RowAction> actions() {
    var task = model.chosen().get();
    if (task == null) {
      return List.of();
    }
    var location = task.location();
    return List.of(new RowAction("Open", true, open),
        new RowAction("Only tasks of this name", !task.name().isEmpty(), () -> model.narrow("name", task.name())),
        new RowAction("Only tasks spawned here", location != null,
            () -> model.narrow("location", location == null ? "" : location)),
        new RowAction("Only tasks that it has spawned", true, () -> model.narrow("parent", task.id())));
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  /// Gives the keyboard to the table.
  public void focus() {
    (groups.isOn() ? groupTable.table() : table.node()).requestFocus();
  }

  /// Gives the keyboard to the filter.
  public void focusFilter() {
    filter.focus();
  }

  /// Greys the rows while they are not fresh.
  public void bindStale(ObservableValue<Boolean> stale) {
    stale.subscribe(is -> {
      table.node().pseudoClassStateChanged(Shapes.STALE, is);
      groupTable.table().pseudoClassStateChanged(Shapes.STALE, is);
    });
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
      case SHUT_OUT -> empty.show("The server does not let this window in",
          model.shutOutBecause() + " Whoever started it has the token; the first line of a file is shown to it by:",
          "./kioto console --server URL --token-file FILE");
      case NO_TARGET -> empty.show("No program attached",
          "Type the address of a program's instrumentation at the left, like 127.0.0.1:6669, and press Enter. "
              + "To look at an example, run:",
          "./kioto demo");
      case WAITING -> empty.show("Waiting for tasks", "They appear as soon as the program answers.", "");
      case NO_TASKS -> empty.show("No tasks", "The program has no tasks now. They appear here as they are spawned.",
          "");
      case NO_MATCH -> {
        if (model.problem().get() == null) {
          empty.show("No task matches", "The filter lets no task through:", model.filter());
        } else {
          empty.show("The filter is not understood", "What it is about stands below it.", "");
        }
      }
      case ROWS -> {
      }
    }
    empty.offer(content == TasksViewModel.Content.NO_MATCH ? clearFilter : null);
  }
}
