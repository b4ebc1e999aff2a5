package dev.kioto.console.ui.tasks;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskState;
import dev.kioto.console.ui.table.ListTable;
import dev.kioto.console.ui.table.RowAction;
import dev.kioto.console.ui.table.RowSource;
import dev.kioto.console.ui.table.Slot;
import dev.kioto.console.ui.theme.StateLook;
import java.util.List;
import java.util.function.Supplier;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/// The table of tasks over the slots of a [TasksViewModel].
final class TaskTable implements RowSource<Slot<Task>, @Nullable Task, TaskColumn> {
  private final TasksViewModel model;
  private final Runnable open;
  private final Supplier<List<RowAction>> actions;
  private final ListTable<Slot<Task>, @Nullable Task, TaskColumn> table;

  /// @param open what a double click does
  /// @param actions what can be done with the chosen task
  TaskTable(TasksViewModel model, Runnable open, Supplier<List<RowAction>> actions) {
    this.model = model;
    this.actions = actions;
    this.open = open;
    table = new ListTable<>("tasks", "Tasks", model.slots(), List.of(TaskColumn.values()), model.order(), this);
    model.chosenIndex().subscribe(table::markRows);
  }

  TableView<Slot<Task>> node() {
    return table.node();
  }

  @Override
  public ObservableValue<@Nullable Task> shownBy(Slot<Task> row) {
    return row.rowProperty();
  }

  @Override
  public TableCell<Slot<Task>, @Nullable Task> cell(TaskColumn column) {
    return TaskCells.of(column, model.recent());
  }

  @Override
  public boolean isChosen(TableRow<Slot<Task>> row) {
    return row.getIndex() >= 0 && row.getIndex() == model.chosenIndex().get();
  }

  @Override
  public void choose(TableRow<Slot<Task>> row) {
    model.chooseAt(row.getIndex());
  }

  @Override
  public void open() {
    open.run();
  }

  @Override
  public List<@Nullable Task> chosenRows() {
    var chosen = model.chosen().get();
    return chosen == null ? List.of() : List.of(chosen);
  }

  @Override
  public List<@Nullable Task> shownRows() {
    return List.copyOf(model.onScreen());
  }

  @Override
  public String whole(@Nullable Task row, TaskColumn column) {
    return row == null ? "" : column.whole(row);
  }

  @Override
  public List<RowAction> actions() {
    return actions.get();
  }

  @Override
  public void made(TableRow<Slot<Task>> row) {
    row.itemProperty().flatMap(Slot::rowProperty).subscribe(task -> {
      boolean completed = task != null && task.state() == TaskState.COMPLETED;
      if (completed != StateLook.is(row, TaskState.COMPLETED)) {
        StateLook.apply(row, completed ? TaskState.COMPLETED : null);
        row.applyCss();
      }
    });
  }
}
