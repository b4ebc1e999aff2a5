package dev.kioto.console.ui.table;

import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.TableColumnHeader;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// A table. Sorting is the server's, choosing the view model's; the toolkit's own selection and order are off, since both go by place
/// and the places move under them. UI thread only.
///
/// @param <S> a row
/// @param <T> what it shows
/// @param <C> the columns
public final class ListTable<S, T extends @Nullable Object, C extends Column<?>> {
  /// The height of every row, in pixels.
  public static final double ROW_HEIGHT = 28;
  private static final double LEAST_WIDTH = 36;

  private final TableView<S> table;
  private final Order<C> order;
  private final RowSource<S, T, C> source;
  private final RowMenu<T, C> menu;
  private final Map<C, Label> headings = new HashMap<>();
  private final Set<TableRow<S>> rows = Collections.newSetFromMap(new WeakHashMap<>());

  /// @param id of the node
  /// @param words what it is, for those who cannot see it
  public ListTable(String id, String words, ObservableList<S> items, List<C> columns, Order<C> order,
      RowSource<S, T, C> source) {
    this.order = order;
    this.source = source;
    table = new TableView<>(items);
    table.setId(id);
    table.setAccessibleText(words);
    table.getStyleClass().add("list-table");
    table.setFixedCellSize(ROW_HEIGHT);
    table.setSelectionModel(null);
    table.setPlaceholder(new Label());
    table.getColumns().setAll(columns.stream().map(this::column).toList());
    menu = new RowMenu<>(table, columns, source);
    table.setOnContextMenuRequested(menu::show);
    table.setRowFactory(_ -> row());
    table.addEventFilter(MouseEvent.MOUSE_CLICKED, event -> headerClicked(event, columns));
    order.column().subscribe(this::showOrder);
    order.descending().subscribe(this::showOrder);
    showOrder();
  }

  /// The node to put in a view.
  public TableView<S> node() {
    return table;
  }

  /// Draws the rows as chosen or not, after the choice has changed.
  public void markRows() {
    rows.forEach(this::mark);
  }

  private TableColumn<S, T> column(C which) {
    var column = new TableColumn<S, T>();
    var heading = Labels.of(which.title(), "heading");
    heading.setTooltip(Labels.tooltip(which.heading().explanation()));
    headings.put(which, heading);
    column.setGraphic(heading);
    column.setId(which.name());
    column.setUserData(which);
    column.setSortable(false);
    column.setMinWidth(LEAST_WIDTH);
    column.setPrefWidth(which.heading().width());
    column.getStyleClass().add(which.heading().align().style());
    column.setCellValueFactory(features -> source.shownBy(features.getValue()));
    column.setCellFactory(_ -> source.cell(which));
    return column;
  }

  private TableRow<S> row() {
    var row = new TableRow<S>();
    rows.add(row);
    row.indexProperty().subscribe(() -> mark(row));
    row.itemProperty().subscribe(() -> mark(row));
    row.setOnMousePressed(event -> {
      if (event.getButton() != MouseButton.MIDDLE && !row.isEmpty()) {
        source.choose(row);
        if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
          source.open();
        } else if (event.getButton() == MouseButton.PRIMARY) {
          source.pressed();
        }
      }
    });
    source.made(row);
    return row;
  }

  private void mark(TableRow<S> row) {
    row.pseudoClassStateChanged(Shapes.CHOSEN, !row.isEmpty() && source.isChosen(row));
  }

  private void headerClicked(MouseEvent event, List<C> columns) {
    if (event.getButton() != MouseButton.PRIMARY || !event.isStillSincePress()
        || !(event.getTarget() instanceof Node target)) {
      return;
    }
    for (Node node = target; node != null; node = node.getParent()) {
      if (node instanceof TableColumnHeader header && header.getTableColumn() != null) {
        var which = header.getTableColumn().getUserData();
        columns.stream().filter(column -> column.equals(which)).findFirst().ifPresent(order::by);
        return;
      }
    }
  }

  private void showOrder() {
    headings.forEach((column, heading) -> {
      boolean sorted = column.equals(order.column().get());
      heading.setText(sorted ? column.title() + (order.descending().get() ? " ▼" : " ▲") : column.title());
      heading.pseudoClassStateChanged(Shapes.CHOSEN, sorted);
    });
  }
}
