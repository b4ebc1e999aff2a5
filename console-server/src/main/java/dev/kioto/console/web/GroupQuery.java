package dev.kioto.console.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.api.TaskCounts;
import dev.kioto.console.api.TaskGroup;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.filter.FilterSyntaxException;
import dev.kioto.console.filter.SortSyntaxException;
import dev.kioto.console.filter.TaskLanguage;
import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.RowOrder;
import dev.kioto.console.model.RowOrder.TextKey;
import dev.kioto.console.model.TargetModel;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskState;
import io.javalin.http.Context;
import java.util.Comparator;

/// Which groups to show of a target's tasks.
///
/// @param by as it was asked for
/// @param limit how many groups at most
record GroupQuery(String by, TextKey<TaskRecord> key, RowFilter<TaskRecord> filter,
    RowFilter<dev.kioto.console.model.TaskGroup> having, Comparator<dev.kioto.console.model.TaskGroup> order,
    int limit) {

  static final String STANDARD_BY = "location";
  static final String STANDARD_SORT = "-tasks";
  static final int STANDARD_LIMIT = 100;

  /// @throws Refusal if it cannot be read
  static GroupQuery of(Context request) {
    return of(by(request), TaskLanguage.TASKS::group, request,
        Parameters.integer(request, "limit", STANDARD_LIMIT, 1, Parameters.MOST_ROWS));
  }

  /// The same without a limit.
  ///
  /// @throws Refusal if it cannot be read
  static GroupQuery all(Context request) {
    return of(by(request), TaskLanguage.TASKS::group, request, Integer.MAX_VALUE);
  }

  /// The same by something that is no field.
  ///
  /// @throws Refusal if the rest cannot be read
  static GroupQuery of(Context request, TextKey<TaskRecord> key, boolean isWhole) {
    int limit = isWhole ? Integer.MAX_VALUE
        : Parameters.integer(request, "limit", STANDARD_LIMIT, 1, Parameters.MOST_ROWS);
    return of(by(request), _ -> key, request, limit);
  }

  /// What a request groups by.
  static String by(Context request) {
    return Parameters.text(request, "by", STANDARD_BY);
  }

  private static GroupQuery of(String by, Keys keys, Context request, int limit) {
    return of(by, keys, Parameters.text(request, "filter", ""), Parameters.text(request, "having", ""),
        Parameters.text(request, "sort", STANDARD_SORT), limit);
  }

  /// Finds what tasks are grouped by.
  private interface Keys {
    TextKey<TaskRecord> named(String by) throws SortSyntaxException, FilterSyntaxException;
  }

  /// @throws Refusal if it cannot be read
  static GroupQuery of(JsonNode request) {
    return of(Requests.text(request, "by", STANDARD_BY), TaskLanguage.TASKS::group,
        Requests.text(request, "filter", ""),
        Requests.text(request, "having", ""), Requests.text(request, "sort", STANDARD_SORT),
        Requests.integer(request, "limit", STANDARD_LIMIT, 1, Parameters.MOST_ROWS));
  }

  private static GroupQuery of(String by, Keys keys, String filter, String having, String sort, int limit) {
    try {
      return new GroupQuery(by, keys.named(by), Parameters.filter(filter),
          TaskLanguage.GROUPS.filter(having), comparator(TaskLanguage.GROUPS.order(sort)), limit);
    } catch (SortSyntaxException e) {
      throw Refusal.sort(e);
    } catch (FilterSyntaxException e) {
      throw Refusal.filter(e);
    }
  }

  private static Comparator<dev.kioto.console.model.TaskGroup> comparator(
      RowOrder<dev.kioto.console.model.TaskGroup> order) {
    Comparator<dev.kioto.console.model.TaskGroup> byKey = switch (order) {
      case RowOrder.ByNumber<dev.kioto.console.model.TaskGroup>(var number, _, _) ->
          Comparator.comparingLong(group -> number.of(group, 0));
      case RowOrder.ByText<dev.kioto.console.model.TaskGroup>(var text, _) -> Comparator.comparing(text::of);
    };
    return (order.descending() ? byKey.reversed() : byKey)
        .thenComparing(dev.kioto.console.model.TaskGroup::key);
  }

  /// The groups as they are now. To be run as a listing: it looks at every task.
  TaskGroupList run(TargetModel model) {
    var found = model.group(filter, key);
    var groups = found.groups().stream().filter(group -> having.matches(group, found.asOf())).sorted(order).toList();
    var shown = groups.subList(0, Math.min(limit, groups.size())).stream().map(GroupQuery::group).toList();
    return new TaskGroupList(by, shown, groups.size(), found.total(), found.matched(), found.ungrouped(),
        TaskMapping.instant(found.asOf()));
  }

  private static TaskGroup group(dev.kioto.console.model.TaskGroup group) {
    var tasks = new TaskCounts(group.tasks(), group.tasks(TaskState.RUNNING), group.tasks(TaskState.SCHEDULED),
        group.tasks(TaskState.IDLE), group.tasks(TaskState.COMPLETED));
    return new TaskGroup(group.key(), tasks, group.busyNanos(), group.scheduledNanos(), group.polls(), group.wakes(),
        group.selfWakes());
  }
}
