package dev.kioto.console.web;

import dev.kioto.console.api.TaskGroup;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.export.FoldedStacks;
import dev.kioto.console.model.RowOrder.TextKey;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskState;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;

/// The tasks of a target, in groups.
final class GroupResource {

  private static final String STACK = "stack";
  private static final String ENDED = "[ended]";
  private static final String NOT_LOOKED_AT = "[not looked at]";

  private final TargetResource targets;
  private final Listings listings;

  GroupResource(TargetResource targets, Listings listings) {
    this.targets = targets;
    this.listings = listings;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/targets/{id}/groups", "Adds up the tasks that have something in common.")
            .with(TargetResource.TARGET,
                Parameter.query("by", "string", "What they have in common: location, name, kind, state, target, "
                    + "field.NAME, or stack: where they are now", GroupQuery.STANDARD_BY),
                Parameter.query("filter", "string", "Which tasks, in the filter language", ""),
                Parameter.query("having", "string", "Which groups, in the filter language", ""),
                Parameter.query("sort", "string", "A group's field, with - before it for the largest first",
                    GroupQuery.STANDARD_SORT),
                Parameter.query("limit", "integer", "How many at most, 1 to 1000", "" + GroupQuery.STANDARD_LIMIT),
                Tables.FORMAT, TargetResource.RUN, TargetResource.AS_OF)
            .answering(200, "The first groups in that order", TaskGroupList.class)
            .refusing(400, 404, 501, 502, 503)
            .handledBy(this::list));
  }

  /// The stack of each task, as the program reads them now.
  private TextKey<TaskRecord> stacks(Context request) {
    if (!Parameters.text(request, TargetResource.RUN.name(), "").isEmpty()
        || !Parameters.text(request, TargetResource.AS_OF.name(), "").isEmpty()) {
      throw Refusal.unsupported("Stacks are of now: groups by stack are neither of an earlier run nor as of a moment");
    }
    try {
      var lines = new HashMap<Long, String>();
      for (var stack : targets.find(request).stacks().stacks()) {
        lines.put(Long.parseUnsignedLong(stack.taskId()), FoldedStacks.line(stack));
      }
      return task -> lines.getOrDefault(task.id(), task.state() == TaskState.COMPLETED ? ENDED : NOT_LOOKED_AT);
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    }
  }

  private void list(Context request) throws IOException {
    boolean isByStack = GroupQuery.by(request).equals(STACK);
    boolean isWhole = Tables.wanted(request);
    var model = targets.runAsOf(request).model().tasks();
    if (isByStack) {
      var query = GroupQuery.of(request, stacks(request), isWhole);
      var found = listings.run(() -> query.run(model));
      if (isWhole) Tables.send(request, "groups", TaskGroup.class, found.groups());
      else Replies.json(request, found);
      return;
    }
    if (isWhole) {
      var all = GroupQuery.all(request);
      Tables.send(request, "groups", TaskGroup.class, listings.run(() -> all.run(model)).groups());
      return;
    }
    var query = GroupQuery.of(request);
    Replies.json(request, listings.run(() -> query.run(model)));
  }
}
