package dev.kioto.console.ui.tasks;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskState;
import dev.kioto.console.ui.table.Slot;
import dev.kioto.console.ui.table.TextCell;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.theme.StateLook;
import javafx.scene.control.TableCell;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// The cells of the task table. Each shows one column of the task that stands in its row.
final class TaskCells {
  private TaskCells() {}

  static TableCell<Slot<Task>, @Nullable Task> of(TaskColumn column, RecentPolls recent) {
    return switch (column) {
      case STATE -> new StateCell();
      case WARN -> new WarnCell();
      case RECENT -> new SparkCell(recent);
      case ID, NAME, TOTAL, BUSY, SCHED, IDLE, POLLS, KIND, LOCATION, FIELDS -> new TextCell<>(column,
          column == TaskColumn.LOCATION, column == TaskColumn.NAME ? "…" : "", column == TaskColumn.NAME ? "–" : "");
    };
  }

  private static final class StateCell extends TableCell<Slot<Task>, @Nullable Task> {
    private final Region shape = Shapes.of(Shapes.PAUSE);
    private @Nullable TaskState shown;

    private StateCell() {
      shape.setVisible(false);
      setGraphic(shape);
    }

    @Override
    protected void updateItem(@Nullable Task task, boolean empty) {
      super.updateItem(task, empty);
      var state = empty || task == null ? null : task.state();
      if (state == shown) {
        return;
      }
      shown = state;
      StateLook.apply(this, state);
      shape.setVisible(state != null);
      setText(state == null ? null : StateLook.word(state));
      if (state != null) {
        Shapes.become(shape, StateLook.shape(state));
      }
      // A cell is updated during layout, after the styles of its pulse: without this its colour is a frame late.
      applyCss();
    }
  }

  private static final class WarnCell extends TableCell<Slot<Task>, @Nullable Task> {
    private final Region shape = Shapes.of(Shapes.WARNING);

    private WarnCell() {
      shape.setVisible(false);
      setGraphic(shape);
    }

    @Override
    protected void updateItem(@Nullable Task task, boolean empty) {
      super.updateItem(task, empty);
      boolean warned = !empty && task != null && !task.warnings().isEmpty();
      setText(warned && task != null ? TaskColumn.WARN.text(task) : null);
      shape.setVisible(warned);
    }
  }
}
