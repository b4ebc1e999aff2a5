package dev.kioto.console.web;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.WakePage;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.model.Selection;
import dev.kioto.console.model.Selection.Place;
import dev.kioto.console.model.WakeEdge;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Who wakes whom in a target.
final class WakeResource {

  private static final Paging<WakeEdge> EDGES = new Paging<>(Map.of(
      "wakes", (edge, _) -> edge.wakes(),
      "last", (edge, _) -> edge.lastAt()), "-wakes");

  private final TargetResource targets;
  private final Listings listings;

  WakeResource(TargetResource targets, Listings listings) {
    this.targets = targets;
    this.listings = listings;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/targets/{id}/wakes", "Lists who wakes whom, part by part.")
            .with(EDGES.parameters(TargetResource.TARGET,
                Parameter.query("from", "string", "Only wakes by this task, by its wire id; 0 for those by no task",
                    ""),
                Parameter.query("to", "string", "Only wakes of this task, by its wire id", "")))
            .answering(200, "A part of the list", WakePage.class)
            .refusing(400, 404, 501, 503)
            .handledBy(this::all),
        Route
            .get("/api/v1/targets/{id}/tasks/{taskId}/wakes", "Lists who wakes a task and whom it wakes, part by part.")
            .with(EDGES.parameters(TargetResource.TARGET, TaskResource.TASK))
            .answering(200, "A part of the list", WakePage.class)
            .refusing(400, 404, 501, 503)
            .handledBy(this::ofTask));
  }

  private void all(Context request) throws IOException {
    var from = Parameters.id(request, "from");
    var to = Parameters.id(request, "to");
    list(request, (edge, _) -> (from == null || edge.fromTask() == from) && (to == null || edge.toTask() == to));
  }

  private void ofTask(Context request) throws IOException {
    long task = targets.task(request);
    list(request, (edge, _) -> edge.fromTask() == task || edge.toTask() == task);
  }

  private void list(Context request, Selection.Filter<WakeEdge> filter) throws IOException {
    var run = targets.runAsOf(request);
    try {
      run.require(Capability.WAKES, "who wakes whom");
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    }
    var model = run.model();
    var mapping = new RunMapping(model);
    var selection = EDGES.selection(request, filter);
    if (Tables.wanted(request)) {
      Tables.<dev.kioto.console.api.WakeEdge, Place>send(request, "wakes", dev.kioto.console.api.WakeEdge.class,
          (place, most) -> {
            var part = listings.run(() -> model.wakes().edges(selection.part(place, most)));
            return new Tables.Part<>(part.rows().stream().map(mapping::edge).toList(), part.next());
          });
      return;
    }
    var part = listings.run(() -> model.wakes().edges(selection));
    Replies.json(request, new WakePage(part.rows().stream().map(mapping::edge).toList(), part.total(), part.matched(),
        model.wakes().counts().uncountedWakes(), EDGES.cursor(request, part.next()),
        TaskMapping.instant(part.asOf())));
  }
}
