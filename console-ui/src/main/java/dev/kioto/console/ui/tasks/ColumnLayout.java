package dev.kioto.console.ui.tasks;

import dev.kioto.console.ui.settings.DesktopSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/// Order, width and visibility of the task table's columns: remembered, changed by a menu, and the last visible column
/// stretched to the table's edge.
final class ColumnLayout {
  private static final double SCROLL_BAR = 14;

  private final TableView<TaskSlot> table;
  // Widths that a person or the settings gave, as opposed to the stretched one.
  private final Map<TaskColumn, Double> widths = new EnumMap<>(TaskColumn.class);
  private boolean stretching;

  ColumnLayout(TableView<TaskSlot> table) {
    this.table = table;
    table.setColumnResizePolicy(TableView.UNCONSTRAINED_RESIZE_POLICY);
    for (var column : table.getColumns()) {
      widths.put(which(column), column.getPrefWidth());
      column.widthProperty().subscribe((_, width) -> resized(column, width.doubleValue()));
      column.visibleProperty().subscribe((_, _) -> stretch());
    }
    table.widthProperty().subscribe((_, _) -> stretch());
    table.getColumns().subscribe(this::stretch);
  }

  /// Takes the remembered layout. Columns that it does not name keep their place at the end.
  void restore(List<DesktopSettings.Column> remembered) {
    var left = new ArrayList<>(table.getColumns());
    var ordered = new ArrayList<TableColumn<TaskSlot, ?>>();
    for (var one : remembered) {
      var found = left.stream().filter(column -> which(column).name().equals(one.name())).findFirst().orElse(null);
      if (found != null && one.width() > 0) {
        left.remove(found);
        ordered.add(found);
        widths.put(which(found), one.width());
        found.setPrefWidth(one.width());
        found.setVisible(one.visible());
      }
    }
    ordered.addAll(left);
    if (ordered.stream().noneMatch(TableColumn::isVisible)) {
      ordered.forEach(column -> column.setVisible(true));
    }
    table.getColumns().setAll(ordered);
    stretch();
  }

  /// The layout to remember.
  List<DesktopSettings.Column> layout() {
    return table.getColumns().stream().map(column -> new DesktopSettings.Column(which(column).name(),
        widthOf(which(column)), column.isVisible())).toList();
  }

  /// The button with the menu of columns.
  MenuButton menu() {
    var menu = new MenuButton("Columns");
    menu.setId("columns");
    menu.getStyleClass().add("quiet");
    var items = Stream.of(TaskColumn.values()).map(this::item);
    var reset = new MenuItem("Default columns");
    reset.setOnAction(_ -> restore(Stream.of(TaskColumn.values())
        .map(column -> new DesktopSettings.Column(column.name(), column.width(), true)).toList()));
    menu.getItems().addAll(items.toList());
    menu.getItems().addAll(new SeparatorMenuItem(), reset);
    return menu;
  }

  private MenuItem item(TaskColumn which) {
    var item = new CheckMenuItem(which.title());
    var column = table.getColumns().stream().filter(one -> which(one) == which).findFirst().orElseThrow();
    item.selectedProperty().bindBidirectional(column.visibleProperty());
    // The last visible column stays: a table of no columns cannot be asked for them back by a person who sees nothing.
    table.getVisibleLeafColumns().subscribe(() -> item.setDisable(
        column.isVisible() && table.getVisibleLeafColumns().size() == 1));
    return item;
  }

  private void resized(TableColumn<TaskSlot, ?> column, double width) {
    if (!stretching) {
      widths.put(which(column), width);
      stretch();
    }
  }

  private void stretch() {
    var visible = table.getVisibleLeafColumns();
    if (stretching || visible.isEmpty() || table.getWidth() <= 0) {
      return;
    }
    stretching = true;
    double left = table.getWidth() - SCROLL_BAR - 2;
    @Nullable TableColumn<TaskSlot, ?> last = null;
    for (var column : visible) {
      double width = widthOf(which(column));
      column.setPrefWidth(width);
      left -= width;
      last = column;
    }
    if (last != null && left > 0) {
      last.setPrefWidth(widthOf(which(last)) + left);
    }
    stretching = false;
  }

  private double widthOf(TaskColumn column) {
    return widths.getOrDefault(column, (double) column.width());
  }

  private static TaskColumn which(TableColumn<TaskSlot, ?> column) {
    return (TaskColumn) column.getUserData();
  }
}
