package dev.kioto.console.ui.groups;

import dev.kioto.console.api.TaskGroup;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.table.ColumnLayout;
import dev.kioto.console.ui.table.ListTable;
import dev.kioto.console.ui.table.RowAction;
import dev.kioto.console.ui.table.RowSource;
import dev.kioto.console.ui.table.TextCell;
import dev.kioto.console.ui.theme.Labels;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The table of groups: a click, or Enter, leaves the tasks of one. UI thread only.
public final class GroupTable implements RowSource<TaskGroup, @Nullable TaskGroup, GroupColumn> {
  private static final int ROWS_ABOVE = 3;

  private final GroupsViewModel model;
  private final Runnable open;
  private final ListTable<TaskGroup, @Nullable TaskGroup, GroupColumn> table;
  private final VBox node;

  /// @param open lists the tasks of the chosen group
  public GroupTable(GroupsViewModel model, Runnable open) {
    this.model = model;
    this.open = open;
    table = new ListTable<>("groups", "Groups of tasks", model.rows(), List.of(GroupColumn.values()), model.order(),
        this);
    var _ = new ColumnLayout<>(table.node(), List.of(GroupColumn.values()));
    var problem = Labels.wrapped("", "notice");
    problem.setId("groups-problem");
    problem.setMaxWidth(Double.MAX_VALUE);
    problem.textProperty().bind(model.problem());
    model.problem().subscribe(text -> Labels.show(problem, !text.isEmpty()));
    var more = Labels.wrapped("", "view-note", "groups-more");
    model.answered().subscribe(_ -> tell(more));
    model.count().subscribe(_ -> tell(more));
    model.ungrouped().subscribe(_ -> tell(more));
    VBox.setVgrow(table.node(), Priority.ALWAYS);
    node = new VBox(problem, table.node(), more);
    model.chosen().subscribe((before, now) -> {
      table.markRows();
      if (now != null && (before == null || !before.key().equals(now.key())) && model.place() >= 0) {
        table.node().scrollTo(Math.max(0, model.place() - ROWS_ABOVE));
      }
    });
  }

  /// The node to put in a view.
  public Region node() {
    return node;
  }

  /// The table itself, which takes the keyboard.
  public TableView<TaskGroup> table() {
    return table.node();
  }

  private void tell(Label more) {
    int left = model.count().get() - model.rows().size();
    int ungrouped = model.ungrouped().get();
    more.setText((left > 0 ? "The first " + Counts.text(model.rows().size()) + " of " + Counts.text(model.count().get())
        + " groups: another order or a filter shows others. " : "")
        + (ungrouped > 0 ? Counts.of(ungrouped, "task") + " more would make too many groups." : ""));
    Labels.show(more, model.answered().get() && !more.getText().isEmpty());
  }

  @Override
  public ObservableValue<@Nullable TaskGroup> shownBy(TaskGroup row) {
    return new ReadOnlyObjectWrapper<>(row);
  }

  @Override
  public TableCell<TaskGroup, @Nullable TaskGroup> cell(GroupColumn column) {
    return new TextCell<>(column, column == GroupColumn.KEY && model.by().get() == GroupBy.LOCATION, "",
        column == GroupColumn.KEY ? "(none)" : "");
  }

  @Override
  public boolean isChosen(TableRow<TaskGroup> row) {
    var chosen = model.chosen().get();
    var shown = row.getItem();
    return chosen != null && shown != null && chosen.key().equals(shown.key());
  }

  @Override
  public void choose(TableRow<TaskGroup> row) {
    model.choose(row.getItem());
  }

  @Override
  public void pressed() {
    open.run();
  }

  @Override
  public List<@Nullable TaskGroup> chosenRows() {
    var chosen = model.chosen().get();
    return chosen == null ? List.of() : List.of(chosen);
  }

  @Override
  public List<@Nullable TaskGroup> shownRows() {
    return List.copyOf(model.rows());
  }

  @Override
  public String whole(@Nullable TaskGroup row, GroupColumn column) {
    return row == null ? "" : column.whole(row);
  }

  @Override
  public List<RowAction> actions() {
    return List.of(new RowAction("List these tasks", model.chosen().get() != null, open));
  }
}
