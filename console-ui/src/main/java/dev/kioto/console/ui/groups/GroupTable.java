package dev.kioto.console.ui.groups;

import dev.kioto.console.api.TaskGroup;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.table.ColumnLayout;
import dev.kioto.console.ui.table.Listing;
import dev.kioto.console.ui.table.ListingRows;
import dev.kioto.console.ui.table.RowAction;
import dev.kioto.console.ui.table.Slot;
import dev.kioto.console.ui.table.TextCell;
import dev.kioto.console.ui.theme.Labels;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The table of groups: a click, or Enter, leaves the tasks of one. UI thread only.
public final class GroupTable implements ListingRows<TaskGroup, GroupColumn> {
  private final GroupsViewModel model;
  private final Runnable open;
  private final TableView<Slot<TaskGroup>> table;
  private final VBox node;

  /// @param open lists the tasks of the chosen group
  public GroupTable(GroupsViewModel model, Runnable open) {
    this.model = model;
    this.open = open;
    table = ListingRows.table("groups", "Groups of tasks", List.of(GroupColumn.values()), this);
    var _ = new ColumnLayout<>(table, List.of(GroupColumn.values()));
    var problem = Labels.wrapped("", "notice");
    problem.setId("groups-problem");
    problem.setMaxWidth(Double.MAX_VALUE);
    problem.textProperty().bind(model.list().problem());
    model.list().problem().subscribe(text -> Labels.show(problem, !text.isEmpty()));
    var more = Labels.wrapped("", "view-note", "groups-more");
    model.list().answered().subscribe(_ -> tell(more));
    model.count().subscribe(_ -> tell(more));
    model.ungrouped().subscribe(_ -> tell(more));
    VBox.setVgrow(table, Priority.ALWAYS);
    node = new VBox(problem, table, more);
  }

  /// The node to put in a view.
  public Region node() {
    return node;
  }

  /// The table itself, which takes the keyboard.
  public TableView<Slot<TaskGroup>> table() {
    return table;
  }

  @Override
  public Listing<TaskGroup, GroupColumn> listing() {
    return model.list();
  }

  private void tell(Label more) {
    int shown = model.list().rows().size();
    int left = model.count().get() - shown;
    int ungrouped = model.ungrouped().get();
    more.setText((left > 0 ? "The first " + Counts.text(shown) + " of " + Counts.text(model.count().get())
        + " groups: another order or a filter shows others. " : "")
        + (ungrouped > 0 ? Counts.of(ungrouped, "task") + " more would make too many groups." : ""));
    Labels.show(more, model.list().answered().get() && !more.getText().isEmpty());
  }

  @Override
  public TableCell<Slot<TaskGroup>, @Nullable TaskGroup> cell(GroupColumn column) {
    return new TextCell<>(column, column == GroupColumn.KEY && model.by().get() == GroupBy.LOCATION, "",
        column == GroupColumn.KEY ? "(none)" : "");
  }

  @Override
  public void pressed() {
    open.run();
  }

  @Override
  public List<RowAction> actions() {
    return List.of(new RowAction("List these tasks", model.list().chosen().get() != null, open));
  }
}
