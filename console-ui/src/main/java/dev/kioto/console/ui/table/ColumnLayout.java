package dev.kioto.console.ui.table;

import dev.kioto.console.ui.settings.DesktopSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/// Order, width and visibility of a table's columns: remembered, changed by a menu, and the last visible column stretched to the
/// table's edge. UI thread only.
///
/// @param <S> a row of the table
public final class ColumnLayout<S> {
  private static final double SCROLL_BAR = 14;

  private final TableView<S> table;
  // Widths that a person or the settings gave, as opposed to the stretched one.
  private final Map<Column<?>, Double> widths = new HashMap<>();
  private boolean stretching;

  private final List<? extends Column<?>> columns;

  /// @param columns those of the table, in their first order
  public ColumnLayout(TableView<S> table, List<? extends Column<?>> columns) {
    this.table = table;
    this.columns = columns;
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
  public void restore(List<DesktopSettings.Column> remembered) {
    var left = new ArrayList<>(table.getColumns());
    var ordered = new ArrayList<TableColumn<S, ?>>();
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
  public List<DesktopSettings.Column> layout() {
    return table.getColumns().stream().map(column -> new DesktopSettings.Column(which(column).name(),
        widthOf(which(column)), column.isVisible())).toList();
  }

  /// The button with the menu of columns.
  ///
  /// @param id of the button
  public MenuButton menu(String id) {
    var menu = new MenuButton("Columns");
    menu.setId(id);
    menu.getStyleClass().add("quiet");
    var items = columns.stream().map(this::item);
    var reset = new MenuItem("Default columns");
    reset.setOnAction(_ -> restore(columns.stream()
        .map(column -> new DesktopSettings.Column(column.name(), column.heading().width(), true)).toList()));
    menu.getItems().addAll(items.toList());
    menu.getItems().addAll(new SeparatorMenuItem(), reset);
    return menu;
  }

  private MenuItem item(Column<?> which) {
    var item = new CheckMenuItem(which.title());
    var column = table.getColumns().stream().filter(one -> which(one).equals(which)).findFirst().orElseThrow();
    item.selectedProperty().bindBidirectional(column.visibleProperty());
    // The last visible column stays: a table of no columns cannot be asked for them back by a person who sees nothing.
    table.getVisibleLeafColumns().subscribe(() -> item.setDisable(
        column.isVisible() && table.getVisibleLeafColumns().size() == 1));
    return item;
  }

  private void resized(TableColumn<S, ?> column, double width) {
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
    @Nullable TableColumn<S, ?> last = null;
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

  private double widthOf(Column<?> column) {
    return widths.getOrDefault(column, (double) column.heading().width());
  }

  private static Column<?> which(TableColumn<?, ?> column) {
    return (Column<?>) column.getUserData();
  }
}
