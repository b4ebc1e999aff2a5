package dev.kioto.console.web;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Incident;
import dev.kioto.console.api.IncidentKind;
import dev.kioto.console.api.IncidentPage;
import dev.kioto.console.api.StackFrame;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.model.Selection;
import dev.kioto.console.model.Selection.Place;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a target saw go wrong inside itself: long polls, late timers, and so on.
final class IncidentResource {

  private static final List<String> KINDS = Stream.concat(Stream.of(""),
      Arrays.stream(IncidentKind.values()).map(IncidentKind::toString)).toList();

  private static final Paging<dev.kioto.console.model.Incident> INCIDENTS = new Paging<>(Map.of(
      "id", (incident, _) -> incident.id(),
      "at", (incident, _) -> incident.at(),
      "length", (incident, _) -> incident.lengthNanos()), "-at");

  private final TargetResource targets;

  IncidentResource(TargetResource targets) {
    this.targets = targets;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/v1/targets/{id}/incidents",
        "Lists what a target saw go wrong inside itself while it happened, part by part.")
        .with(INCIDENTS.parameters(TargetResource.TARGET,
            Parameter.query("kind", "string", "Only those of this kind: one of " + String.join(", ",
                KINDS.subList(1, KINDS.size())), ""),
            Parameter.query("task", "string", "Only those that this task is part of, by its wire id", "")))
        .answering(200, "A part of the list", IncidentPage.class)
        .refusing(400, 404, 501, 503)
        .handledBy(this::list));
  }

  private void list(Context request) throws IOException {
    var run = targets.runAsOf(request);
    try {
      run.require(Capability.INCIDENTS, "what goes wrong inside it");
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    }
    var kind = Parameters.choice(request, "kind", "", KINDS);
    var task = Parameters.id(request, "task");
    var model = run.model().incidents();
    var mapping = new RunMapping(run.model());
    var selection = INCIDENTS.selection(request,
        (incident, _) -> (kind.isEmpty() || kind(incident).toString().equals(kind))
            && (task == null || incident.taskId() == task || incident.tasks().contains(task)));
    if (Tables.wanted(request)) {
      Tables.<Incident, Place>send(request, "incidents", Incident.class, (place, most) -> {
        var part = model.select(selection.part(place, most));
        return new Tables.Part<>(rows(part, mapping), part.next());
      });
      return;
    }
    var part = model.select(selection);
    Replies.json(request, new IncidentPage(rows(part, mapping), part.total(), part.matched(), model.counts().dropped(),
        INCIDENTS.cursor(request, part.next()), TaskMapping.instant(part.asOf())));
  }

  private static List<Incident> rows(Selection.Part<dev.kioto.console.model.Incident> part, RunMapping mapping) {
    return part.rows().stream().map(incident -> incident(incident, mapping)).toList();
  }

  private static IncidentKind kind(dev.kioto.console.model.Incident of) {
    return switch (of.kind()) {
      case LONG_POLL -> IncidentKind.LONG_POLL;
      case LATE_TIMER -> IncidentKind.LATE_TIMER;
      case DRIVER_STALL -> IncidentKind.DRIVER_STALL;
      case PINNED -> IncidentKind.PINNED;
      case FAILED_UNJOINED -> IncidentKind.FAILED_UNJOINED;
      case CANCEL_STUCK -> IncidentKind.CANCEL_STUCK;
      case BLOCK_IN_PLACE_WITH_LOCK -> IncidentKind.BLOCK_IN_PLACE_WITH_LOCK;
      case BUDGET_EXHAUSTED -> IncidentKind.BUDGET_EXHAUSTED;
    };
  }

  private static Incident incident(dev.kioto.console.model.Incident of, RunMapping mapping) {
    return new Incident(RunMapping.id(of.id()), kind(of), RunMapping.idOrNull(of.runtimeId()),
        of.worker() < 0 ? null : (Integer) of.worker(), of.taskId() == 0 ? null : mapping.task(of.taskId()),
        TaskMapping.instant(of.at()), of.lengthNanos(), of.ongoing(), of.ownNanos(), of.stoppedNanos(),
        of.stack().stream().map(IncidentResource::frame).toList(), of.explanation(), of.count(),
        of.tasks().stream().map(mapping::task).toList(), RunMapping.idOrNull(of.resourceId()), of.text());
  }

  private static StackFrame frame(dev.kioto.console.model.Incident.Frame of) {
    return new StackFrame(of.className(), of.method(), of.file(), of.line(), of.module());
  }
}
