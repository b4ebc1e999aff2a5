package dev.kioto.console.ui.tasks;

import dev.kioto.console.api.Task;
import dev.kioto.console.ui.table.ListTable;
import dev.kioto.console.ui.table.Slot;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import org.jspecify.annotations.Nullable;

/// Joins the scroll position of the task table to its view model: tells which places are visible, and brings a place
/// into view. Places are computed from the position, which is exact since every row has the same height.
final class TableScroll {
  private final TableView<Slot<Task>> table;
  private final TasksViewModel model;
  private @Nullable VirtualFlow<?> flow;

  TableScroll(TableView<Slot<Task>> table, TasksViewModel model) {
    this.table = table;
    this.model = model;
  }

  /// Begins to listen.
  void start() {
    table.skinProperty().subscribe(_ -> findFlow());
    table.getItems().subscribe(this::tell);
    model.onReveal(this::reveal);
  }

  private void findFlow() {
    if (table.lookup(".virtual-flow") instanceof VirtualFlow<?> found) {
      flow = found;
      found.positionProperty().subscribe(this::tell);
      found.heightProperty().subscribe(this::tell);
    }
  }

  private void tell() {
    var rows = flow;
    if (rows == null || viewport(rows) <= 0) {
      return;
    }
    int first = (int) (offset(rows) / ListTable.ROW_HEIGHT);
    int last = (int) Math.ceil((offset(rows) + viewport(rows)) / ListTable.ROW_HEIGHT) - 1;
    model.visible(first, last);
  }

  private void reveal(int index) {
    var rows = flow;
    if (rows == null) {
      return;
    }
    double top = index * ListTable.ROW_HEIGHT;
    double above = top - offset(rows);
    double below = top + ListTable.ROW_HEIGHT - (offset(rows) + viewport(rows));
    if (above < 0) {
      rows.scrollPixels(above);
    } else if (below > 0) {
      rows.scrollPixels(below);
    }
    tell();
  }

  private double offset(VirtualFlow<?> rows) {
    return rows.getPosition() * Math.max(0, table.getItems().size() * ListTable.ROW_HEIGHT - viewport(rows));
  }

  /// The height in which rows are seen: without the horizontal scroll bar.
  private static double viewport(VirtualFlow<?> rows) {
    double height = rows.getHeight();
    for (var child : rows.getChildrenUnmodifiable()) {
      if (child.getStyleClass().contains("clipped-container")) {
        height = child.getLayoutBounds().getHeight();
      }
    }
    return height;
  }
}
