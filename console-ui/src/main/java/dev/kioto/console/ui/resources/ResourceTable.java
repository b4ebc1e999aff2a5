package dev.kioto.console.ui.resources;

import dev.kioto.console.api.Resource;
import dev.kioto.console.ui.table.Listing;
import dev.kioto.console.ui.table.ListingRows;
import dev.kioto.console.ui.table.Slot;
import dev.kioto.console.ui.table.TextCell;
import java.util.List;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/// The table of resources over the rows of a [ResourcesViewModel].
final class ResourceTable implements ListingRows<Resource, ResourceColumn> {
  private final ResourcesViewModel model;

  private ResourceTable(ResourcesViewModel model) {
    this.model = model;
  }

  static TableView<Slot<Resource>> of(ResourcesViewModel model) {
    return ListingRows.table("resources", "Resources", List.of(ResourceColumn.values()), new ResourceTable(model));
  }

  @Override
  public Listing<Resource, ResourceColumn> listing() {
    return model.list();
  }

  @Override
  public TableCell<Slot<Resource>, @Nullable Resource> cell(ResourceColumn column) {
    return new TextCell<>(column, column == ResourceColumn.LOCATION);
  }
}
