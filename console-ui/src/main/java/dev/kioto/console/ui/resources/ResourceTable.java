package dev.kioto.console.ui.resources;

import dev.kioto.console.api.Resource;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.TableColumnHeader;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/// The table of resources. Sorting is the server's, choosing the view model's.
final class ResourceTable {
  private static final double ROW_HEIGHT = 28;

  private final ResourcesViewModel model;
  private final TableView<Resource> table;
  private final Map<ResourceColumn, Label> headings = new EnumMap<>(ResourceColumn.class);
  private final Set<TableRow<Resource>> rows = Collections.newSetFromMap(new WeakHashMap<>());

  ResourceTable(ResourcesViewModel model) {
    this.model = model;
    table = new TableView<>(model.rows());
    table.setId("resources");
    table.getStyleClass().add("task-table");
    table.setFixedCellSize(ROW_HEIGHT);
    table.setSelectionModel(null);
    table.setPlaceholder(new Label());
    table.setAccessibleText("Resources");
    for (var column : ResourceColumn.values()) {
      table.getColumns().add(column(column));
    }
    table.setRowFactory(_ -> row());
    table.addEventFilter(MouseEvent.MOUSE_CLICKED, this::headerClicked);
    model.sortColumn().subscribe(this::showOrder);
    model.descending().subscribe(this::showOrder);
    model.chosen().subscribe((before, now) -> {
      rows.forEach(this::mark);
      if (now != null && (before == null || !before.id().equals(now.id()))) {
        reveal(model.place());
      }
    });
    showOrder();
  }

  TableView<Resource> node() {
    return table;
  }

  private TableColumn<Resource, String> column(ResourceColumn which) {
    var column = new TableColumn<Resource, String>();
    var heading = Labels.of(which.title(), "heading");
    heading.setTooltip(Labels.tooltip(which.explanation()));
    headings.put(which, heading);
    column.setGraphic(heading);
    column.setId(which.name());
    column.setUserData(which);
    column.setSortable(false);
    column.setReorderable(false);
    column.setPrefWidth(which.width());
    column.getStyleClass().add(style(which));
    column.setCellValueFactory(features -> new ReadOnlyStringWrapper(which.text(features.getValue())));
    return column;
  }

  private static String style(ResourceColumn column) {
    return switch (column) {
      case LOCATION, STATE -> "code";
      default -> column.isNumber() ? "number" : "words";
    };
  }

  private TableRow<Resource> row() {
    var row = new TableRow<Resource>();
    rows.add(row);
    row.itemProperty().subscribe(() -> mark(row));
    row.setOnMousePressed(event -> {
      if (event.getButton() == MouseButton.PRIMARY && !row.isEmpty()) {
        model.choose(row.getItem());
      }
    });
    return row;
  }

  // Only a new choice is brought into view: rows that come in move nothing.
  private void reveal(int place) {
    if (place >= 0) {
      table.scrollTo(Math.max(0, place - 3));
    }
  }

  private void mark(TableRow<Resource> row) {
    var chosen = model.chosen().get();
    var shown = row.getItem();
    row.pseudoClassStateChanged(Shapes.CHOSEN, chosen != null && shown != null && chosen.id().equals(shown.id()));
  }

  private void headerClicked(MouseEvent event) {
    if (event.getButton() != MouseButton.PRIMARY || !event.isStillSincePress()
        || !(event.getTarget() instanceof Node target)) {
      return;
    }
    for (Node node = target; node != null; node = node.getParent()) {
      if (node instanceof TableColumnHeader header && header.getTableColumn() != null
          && header.getTableColumn().getUserData() instanceof ResourceColumn column) {
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
