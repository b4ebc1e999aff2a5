package dev.kioto.console.web;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskDetail;
import dev.kioto.console.api.TaskPage;
import dev.kioto.console.api.TaskStack;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.collector.TaskTimes;
import dev.kioto.console.filter.Sorts;
import dev.kioto.console.model.Position;
import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.TaskListing;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskRows;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.time.Instant;
import java.io.IOException;
import java.util.List;

/// The tasks of a target.
final class TaskResource {

  private static final int STANDARD_LIMIT = 100;
  static final Parameter TASK = Parameter.path("taskId", "The task's wire id, the 'id' of a row");

  private final TargetResource targets;
  private final Listings listings;

  TaskResource(TargetResource targets, Listings listings) {
    this.targets = targets;
    this.listings = listings;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/targets/{id}/tasks", "Lists tasks, part by part.")
            .with(TargetResource.TARGET,
                Parameter.query("filter", "string", "Which tasks, in the filter language", ""),
                Parameter.query("sort", "string", "A field, with - before it for the largest first", Sorts.DEFAULT),
                Paging.LIMIT, Paging.CURSOR, Tables.FORMAT, TargetResource.RUN, TargetResource.AS_OF)
            .answering(200, "A part of the list", TaskPage.class)
            .refusing(400, 404, 503)
            .handledBy(this::list),
        Route.get("/api/v1/targets/{id}/tasks/{taskId}", "Shows a task with its histograms.")
            .with(TargetResource.TARGET, TASK, TargetResource.RUN, TargetResource.AS_OF)
            .answering(200, "The task", TaskDetail.class)
            .refusing(404)
            .handledBy(this::detail),
        Route
            .get("/api/v1/targets/{id}/tasks/{taskId}/children",
                "Lists the tasks that a task has spawned, part by part.")
            .with(TargetResource.TARGET, TASK,
                Parameter.query("filter", "string", "Which of them, in the filter language", ""),
                Parameter.query("sort", "string", "A field, with - before it for the largest first", Sorts.DEFAULT),
                Paging.LIMIT, Paging.CURSOR, Tables.FORMAT, TargetResource.RUN, TargetResource.AS_OF)
            .answering(200, "A part of the list", TaskPage.class)
            .refusing(400, 404, 503)
            .handledBy(this::children),
        Route.get("/api/v1/targets/{id}/tasks/{taskId}/stack", "Shows where a task is now.")
            .with(TargetResource.TARGET, TASK)
            .answering(200, "The stack, or why there is none", TaskStack.class)
            .refusing(404, 501, 502)
            .handledBy(this::stack));
  }

  private void list(Context request) throws IOException {
    list(request, "", RowFilter.all());
  }

  private void children(Context request) throws IOException {
    long parent = targets.task(request);
    list(request, "children of " + parent + " ", (task, _) -> task.parentId() == parent);
  }

  /// @param name of the list that the cursor belongs to
  private void list(Context request, String name, RowFilter<TaskRecord> only) throws IOException {
    var model = targets.runAsOf(request).model().tasks();
    var filter = Parameters.text(request, "filter", "");
    var sort = Parameters.text(request, "sort", Sorts.DEFAULT);
    var matching = Parameters.filter(filter);
    var order = Parameters.order(sort);
    RowFilter<TaskRecord> both = (task, asOf) -> only.matches(task, asOf) && matching.matches(task, asOf);
    if (Tables.wanted(request)) {
      Tables.<Task, Position>send(request, "tasks", Task.class, (place, most) -> {
        var rows = listings.run(() -> model.list(new TaskListing(both, order, place, 0, most), TaskMapping::row));
        return new Tables.Part<>(rows.rows(), rows.next());
      });
      return;
    }
    var limit = Parameters.integer(request, "limit", STANDARD_LIMIT, 1, Parameters.MOST_ROWS);
    var cursor = Parameters.text(request, "cursor", "");
    var after = cursor.isEmpty() ? null : Cursor.decode(cursor, name + filter, sort);
    var listing = new TaskListing(both, order, after, 0, limit);
    TaskRows<Task> rows = listings.run(() -> model.list(listing, TaskMapping::row));
    var next = rows.next();
    Replies.json(request, new TaskPage(rows.rows(), rows.total(), rows.matched(),
        next == null ? null : Cursor.encode(next, name + filter, sort), TaskMapping.instant(rows.asOf())));
  }

  /// A task at an instant.
  private record Row(Task task, Instant asOf) {
  }

  private void detail(Context request) {
    var target = targets.find(request);
    var run = targets.runAsOf(request);
    long id = targets.task(request);
    boolean isNow = run.replacedAt() == null && !TargetResource.isPast(request);
    var times = isNow ? target.times(id) : TaskTimes.UNKNOWN;
    Row row = run.model().tasks().find(id,
        (task, asOf) -> new Row(TaskMapping.row(task, asOf), TaskMapping.instant(asOf)));
    if (row == null) throw Refusal.unknownTask(request.pathParam("taskId"), target.id());
    Replies.json(request, new TaskDetail(row.task(), row.asOf(), times.polls(), times.scheduled()));
  }

  private void stack(Context request) {
    var target = targets.find(request);
    long id = targets.task(request);
    try {
      Replies.json(request, target.stack(id));
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    }
  }
}
