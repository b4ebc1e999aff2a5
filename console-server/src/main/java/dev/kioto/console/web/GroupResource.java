package dev.kioto.console.web;

import dev.kioto.console.api.TaskGroup;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/// The tasks of a target, in groups.
final class GroupResource {

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
                Parameter.query("by", "string", "What they have in common: location, name, kind, state, target or "
                    + "field.NAME", GroupQuery.STANDARD_BY),
                Parameter.query("filter", "string", "Which tasks, in the filter language", ""),
                Parameter.query("having", "string", "Which groups, in the filter language", ""),
                Parameter.query("sort", "string", "A group's field, with - before it for the largest first",
                    GroupQuery.STANDARD_SORT),
                Parameter.query("limit", "integer", "How many at most, 1 to 1000", "" + GroupQuery.STANDARD_LIMIT),
                Tables.FORMAT, TargetResource.RUN, TargetResource.AS_OF)
            .answering(200, "The first groups in that order", TaskGroupList.class)
            .refusing(400, 404, 503)
            .handledBy(this::list));
  }

  private void list(Context request) throws IOException {
    var model = targets.runAsOf(request).model().tasks();
    if (Tables.wanted(request)) {
      var all = GroupQuery.all(request);
      Tables.send(request, "groups", TaskGroup.class, listings.run(() -> all.run(model)).groups());
      return;
    }
    var query = GroupQuery.of(request);
    Replies.json(request, listings.run(() -> query.run(model)));
  }
}
