package dev.kioto.console.ui.tasks;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskState;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.theme.StateLook;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.TableColumnHeader;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// The table of tasks over the slots of a [TasksViewModel]. Sorting is the server's, choosing the view model's; the
/// toolkit's own selection and order are off, since both go by place and the places move under them.
final class TaskTable {
  static final double ROW_HEIGHT = 28;

  private final TasksViewModel model;
  private final TableView<TaskSlot> table;
  private final Map<TaskColumn, TableColumn<TaskSlot, @Nullable Task>> columns = new EnumMap<>(TaskColumn.class);
  private final Map<TaskColumn, Label> headings = new EnumMap<>(TaskColumn.class);
  private final Set<TableRow<TaskSlot>> rows = Collections.newSetFromMap(new WeakHashMap<>());
  private final Runnable open;

  /// @param open what a double click does
  TaskTable(TasksViewModel model, Runnable open) {
    this.model = model;
    this.open = open;
    table = new TableView<>(model.slots());
    table.setId("tasks");
    table.getStyleClass().add("task-table");
    table.setFixedCellSize(ROW_HEIGHT);
    table.setSelectionModel(null);
    table.setPlaceholder(new Label());
    for (var column : TaskColumn.values()) {
      columns.put(column, column(column));
    }
    table.getColumns().setAll(columns.values());
    table.setRowFactory(_ -> row());
    table.addEventFilter(MouseEvent.MOUSE_CLICKED, this::headerClicked);
    model.sortColumn().subscribe(this::showOrder);
    model.descending().subscribe(this::showOrder);
    model.chosenIndex().subscribe(() -> rows.forEach(this::mark));
    showOrder();
  }

  TableView<TaskSlot> node() {
    return table;
  }

  private TableColumn<TaskSlot, @Nullable Task> column(TaskColumn which) {
    var column = new TableColumn<TaskSlot, @Nullable Task>();
    var heading = Labels.of(which.title(), "heading");
    heading.setTooltip(Labels.tooltip(which.explanation()));
    headings.put(which, heading);
    column.setGraphic(heading);
    column.setId(which.name());
    column.setUserData(which);
    column.setSortable(false);
    column.setMinWidth(36);
    column.setPrefWidth(which.width());
    column.getStyleClass().add(switch (which.align()) {
      case TEXT -> "words";
      case NUMBER -> "number";
      case CODE -> "code";
    });
    column.setCellValueFactory(features -> features.getValue().taskProperty());
    column.setCellFactory(_ -> TaskCells.of(which));
    return column;
  }

  private TableRow<TaskSlot> row() {
    var row = new TableRow<TaskSlot>();
    rows.add(row);
    row.indexProperty().subscribe(() -> mark(row));
    row.itemProperty().flatMap(TaskSlot::taskProperty).subscribe(task -> {
      boolean completed = task != null && task.state() == TaskState.COMPLETED;
      if (completed != StateLook.is(row, TaskState.COMPLETED)) {
        StateLook.apply(row, completed ? TaskState.COMPLETED : null);
        row.applyCss();
      }
    });
    row.setOnMousePressed(event -> {
      if (event.getButton() == MouseButton.PRIMARY && !row.isEmpty()) {
        model.chooseAt(row.getIndex());
        if (event.getClickCount() == 2) {
          open.run();
        }
      }
    });
    return row;
  }

  private void mark(TableRow<TaskSlot> row) {
    row.pseudoClassStateChanged(Shapes.CHOSEN, row.getIndex() >= 0 && row.getIndex() == model.chosenIndex().get());
  }

  private void headerClicked(MouseEvent event) {
    if (event.getButton() != MouseButton.PRIMARY || !event.isStillSincePress()
        || !(event.getTarget() instanceof Node target)) {
      return;
    }
    for (Node node = target; node != null; node = node.getParent()) {
      if (node instanceof TableColumnHeader header && header.getTableColumn() != null
          && header.getTableColumn().getUserData() instanceof TaskColumn column) {
        model.sortBy(column);
        return;
      }
    }
  }

  private void showOrder() {
    headings.forEach((column, heading) -> {
      boolean sorted = column == model.sortColumn().get();
      heading.setText(sorted ? column.title() + (model.descending().get() ? " ▼" : " ▲") : column.title());
      heading.pseudoClassStateChanged(Shapes.CHOSEN, sorted);
    });
  }
}
