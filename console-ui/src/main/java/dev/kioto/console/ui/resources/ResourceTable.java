package dev.kioto.console.ui.resources;

import dev.kioto.console.api.Resource;
import dev.kioto.console.ui.table.ListTable;
import dev.kioto.console.ui.table.RowSource;
import dev.kioto.console.ui.table.TextCell;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/// The table of resources over the rows of a [ResourcesViewModel].
final class ResourceTable implements RowSource<Resource, @Nullable Resource, ResourceColumn> {
  private static final int ROWS_ABOVE = 3;

  private final ResourcesViewModel model;
  private final ListTable<Resource, @Nullable Resource, ResourceColumn> table;

  ResourceTable(ResourcesViewModel model) {
    this.model = model;
    table = new ListTable<>("resources", "Resources", model.rows(), List.of(ResourceColumn.values()), model.order(),
        this);
    model.chosen().subscribe((before, now) -> {
      table.markRows();
      if (now != null && (before == null || !before.id().equals(now.id()))) {
        reveal(model.place());
      }
    });
  }

  TableView<Resource> node() {
    return table.node();
  }

  // Only a new choice is brought into view: rows that come in move nothing.
  private void reveal(int place) {
    if (place >= 0) {
      table.node().scrollTo(Math.max(0, place - ROWS_ABOVE));
    }
  }

  @Override
  public ObservableValue<@Nullable Resource> shownBy(Resource row) {
    return new ReadOnlyObjectWrapper<>(row);
  }

  @Override
  public TableCell<Resource, @Nullable Resource> cell(ResourceColumn column) {
    return new TextCell<>(column, column == ResourceColumn.LOCATION);
  }

  @Override
  public boolean isChosen(TableRow<Resource> row) {
    var chosen = model.chosen().get();
    var shown = row.getItem();
    return chosen != null && shown != null && chosen.id().equals(shown.id());
  }

  @Override
  public List<@Nullable Resource> chosenRows() {
    var chosen = model.chosen().get();
    return chosen == null ? List.of() : List.of(chosen);
  }

  @Override
  public List<@Nullable Resource> shownRows() {
    return List.copyOf(model.rows());
  }

  @Override
  public String whole(@Nullable Resource row, ResourceColumn column) {
    return row == null ? "" : column.whole(row);
  }

  @Override
  public void choose(TableRow<Resource> row) {
    model.choose(row.getItem());
  }
}
