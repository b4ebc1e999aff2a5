package dev.kioto.console.ui.groups;

import dev.kioto.console.api.TaskGroup;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.GroupRequest;
import dev.kioto.console.ui.table.Order;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The tasks of the chosen target in groups, in an order that the server makes, and the chosen group. It asks only while tasks are
/// grouped and looked at. UI thread only.
public final class GroupsViewModel {
  private final ConsoleCommands commands;
  private final ObjectProperty<GroupBy> by = new SimpleObjectProperty<>(GroupBy.NONE);
  private final ObservableList<TaskGroup> rows = FXCollections.observableArrayList();
  private final Order<GroupColumn> order = new Order<>(GroupColumn.TASKS, this::ask);
  private final ReadOnlyObjectWrapper<@Nullable TaskGroup> chosen = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper ungrouped = new ReadOnlyIntegerWrapper();
  private final ReadOnlyBooleanWrapper answered = new ReadOnlyBooleanWrapper();
  private String filter = "";
  private boolean looked;

  /// Tasks that are not grouped.
  public GroupsViewModel(ConsoleCommands commands) {
    this.commands = commands;
    by.subscribe((_, _) -> {
      reset();
      ask();
    });
  }

  /// What tasks of a group have in common.
  public ObjectProperty<GroupBy> by() {
    return by;
  }

  /// Whether tasks are grouped.
  public boolean isOn() {
    return by.get() != GroupBy.NONE;
  }

  /// The groups: the first 500.
  public ObservableList<TaskGroup> rows() {
    return rows;
  }

  /// Which column gives the order.
  public Order<GroupColumn> order() {
    return order;
  }

  /// The chosen group as it was told last; null for none.
  public ReadOnlyObjectProperty<@Nullable TaskGroup> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /// Why there are no groups, as a sentence; empty when nothing is wrong.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// How many groups there are.
  public ReadOnlyIntegerProperty count() {
    return count.getReadOnlyProperty();
  }

  /// How many tasks are in no group because there would be too many groups.
  public ReadOnlyIntegerProperty ungrouped() {
    return ungrouped.getReadOnlyProperty();
  }

  /// Whether the rows are an answer, and not what stands there before the first.
  public ReadOnlyBooleanProperty answered() {
    return answered.getReadOnlyProperty();
  }

  /// Learns whether anybody looks.
  public void setLookedAt(boolean now) {
    looked = now;
    ask();
  }

  /// Groups what a filter lets through.
  public void filter(String text) {
    if (!text.equals(filter)) {
      filter = text;
      ask();
    }
  }

  /// Shows another target, or none.
  public void reset() {
    rows.clear();
    chosen.set(null);
    problem.set("");
    count.set(0);
    ungrouped.set(0);
    answered.set(false);
  }

  /// Takes the server's answer; one to an older question is let go.
  public void show(GroupRequest request, TaskGroupList list) {
    if (!request.equals(request())) {
      return;
    }
    problem.set("");
    count.set(list.groupCount());
    ungrouped.set(list.ungrouped());
    rows.setAll(list.groups());
    var now = chosen.get();
    if (now != null) {
      chosen.set(rows.stream().filter(group -> group.key().equals(now.key())).findFirst().orElse(null));
    }
    answered.set(true);
  }

  /// Takes the server's refusal; what was known stays.
  public void refused(GroupRequest request, String message) {
    if (request.equals(request())) {
      problem.set(message);
    }
  }

  /// Chooses a group; null chooses none.
  public void choose(@Nullable TaskGroup group) {
    chosen.set(group);
  }

  /// Chooses the group that many rows further down, or up when negative; the first when none is chosen.
  public void move(int places) {
    if (!rows.isEmpty()) {
      int from = place();
      choose(rows.get(from < 0 ? 0 : Math.clamp((long) from + places, 0, rows.size() - 1)));
    }
  }

  /// The row of the chosen group; -1 when there is none.
  public int place() {
    var now = chosen.get();
    for (int i = 0; now != null && i < rows.size(); i++) {
      if (rows.get(i).key().equals(now.key())) {
        return i;
      }
    }
    return -1;
  }

  private GroupRequest request() {
    return new GroupRequest(by.get().field(), filter, order.key());
  }

  private void ask() {
    commands.groups(looked && isOn() ? request() : null);
  }
}
