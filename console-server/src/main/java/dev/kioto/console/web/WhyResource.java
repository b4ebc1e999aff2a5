package dev.kioto.console.web;

import dev.kioto.console.api.TaskRef;
import dev.kioto.console.api.Why;
import dev.kioto.console.api.WhyLink;
import dev.kioto.console.api.WhyWait;
import dev.kioto.console.cause.Link;
import dev.kioto.console.cause.Wait;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;

/// Why tasks of a target waited.
final class WhyResource {

  private static final int STANDARD_MILLIS = 10_000;
  private static final int MOST_MILLIS = 600_000;

  private final TargetResource targets;

  WhyResource(TargetResource targets) {
    this.targets = targets;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/targets/{id}/tasks/{taskId}/why",
            "Shows why a task waits, or waited: who held the worker, the lock or the channel.")
            .with(TargetResource.TARGET, TaskResource.TASK,
                Parameter.query("lastMillis", "integer",
                    "How far back waits for a worker are looked for, in milliseconds",
                    Integer.toString(STANDARD_MILLIS)),
                TargetResource.RUN)
            .answering(200, "What it waits for, and what that comes from", Why.class)
            .refusing(400, 404)
            .handledBy(this::why));
  }

  private void why(Context request) {
    var target = targets.find(request);
    var run = targets.run(request);
    long task = targets.task(request);
    long last = Parameters.integer(request, "lastMillis", STANDARD_MILLIS, 1, MOST_MILLIS) * 1_000_000L;
    var why = target.why(run, task, last);
    if (why == null) throw Refusal.unknownTask(request.pathParam("taskId"), target.id());
    TaskRef of = new RunMapping(run.model()).task(task);
    Replies.json(request, new Why(of, why.sentence(), TaskMapping.instant(why.asOf()),
        why.waits().stream().map(WhyResource::wait).toList(), why.cannotTell()));
  }

  private static WhyWait wait(Wait of) {
    return new WhyWait(of.what().name().toLowerCase(Locale.ROOT), TaskMapping.instant(of.from()), of.nanos(),
        of.ongoing(), of.sentence(), of.links().stream().map(WhyResource::link).toList());
  }

  private static WhyLink link(Link of) {
    return new WhyLink(of.kind().name().toLowerCase(Locale.ROOT), of.id(), of.name(), of.role(),
        of.nanos() == 0 ? null : (Long) of.nanos(), of.share() == 0 ? null : (Double) of.share(),
        of.place().isEmpty() ? null : of.place());
  }
}
