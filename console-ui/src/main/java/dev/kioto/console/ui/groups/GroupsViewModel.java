package dev.kioto.console.ui.groups;

import dev.kioto.console.api.TaskGroup;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.GroupRequest;
import dev.kioto.console.ui.table.Listing;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleObjectProperty;

/// The tasks of the chosen target in groups, in an order that the server makes, and the chosen group. It asks only while tasks are
/// grouped and looked at. UI thread only.
public final class GroupsViewModel {
  private final ConsoleCommands commands;
  private final ObjectProperty<GroupBy> by = new SimpleObjectProperty<>(GroupBy.NONE);
  private final Listing<TaskGroup, GroupColumn> list = new Listing<>(TaskGroup::key, GroupColumn.TASKS, this::ask);
  private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper ungrouped = new ReadOnlyIntegerWrapper();
  private String filter = "";

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
  public Listing<TaskGroup, GroupColumn> list() {
    return list;
  }

  /// How many groups there are.
  public ReadOnlyIntegerProperty count() {
    return count.getReadOnlyProperty();
  }

  /// How many tasks are in no group because there would be too many groups.
  public ReadOnlyIntegerProperty ungrouped() {
    return ungrouped.getReadOnlyProperty();
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
    count.set(0);
    ungrouped.set(0);
    list.reset();
  }

  /// Takes the server's answer; one to an older question is let go. A chosen group that is gone is chosen no more.
  public void show(GroupRequest request, TaskGroupList answer) {
    if (!request.equals(request())) {
      return;
    }
    count.set(answer.groupCount());
    ungrouped.set(answer.ungrouped());
    list.show(answer.groups());
    if (list.place().get() < 0) {
      list.choose(null);
    }
  }

  /// Takes the server's refusal; what was known stays.
  public void refused(GroupRequest request, String message) {
    if (request.equals(request())) {
      list.refused(message);
    }
  }

  private GroupRequest request() {
    return new GroupRequest(by.get().field(), filter, list.order().key());
  }

  private void ask() {
    commands.groups(list.isLookedAt() && isOn() ? request() : null);
  }
}
