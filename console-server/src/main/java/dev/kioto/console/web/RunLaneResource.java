package dev.kioto.console.web;

import dev.kioto.console.api.Lanes;
import dev.kioto.console.lab.LabArchive;
import dev.kioto.console.lab.LabException;
import dev.kioto.console.lab.RunEvents;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the threads of a program did in a run of an experiment, event by event. Handlers run on virtual threads and wait for the disk.
final class RunLaneResource {

  private final @Nullable RunEvents events; // null without a data folder

  RunLaneResource(@Nullable LabArchive archive) {
    events = archive == null ? null : new RunEvents(archive);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/lab/experiments/{experimentId}/runs/{labRunId}/lanes",
            "Shows what the threads of a run did, event by event, to be drawn.")
            .with(Parameter.path("experimentId", "The experiment's id"),
                Parameter.path("labRunId", "The run's id, such as 3-B"), LaneQuery.FROM, LaneQuery.TO, LaneQuery.PIXELS)
            .answering(200, "The lanes", Lanes.class)
            .refusing(400, 404, 501, 507)
            .handledBy(this::lanes));
  }

  private void lanes(Context request) {
    if (events == null) throw Refusal.noDataFolder("keep experiments");
    var query = LaneQuery.of(request);
    try {
      Replies.json(request,
          query.answer(events.log(request.pathParam("experimentId"), request.pathParam("labRunId"))));
    } catch (LabException e) {
      throw LabResource.refusal(e);
    }
  }
}
