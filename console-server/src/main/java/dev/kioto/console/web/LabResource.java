package dev.kioto.console.web;

import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.ExperimentPage;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.lab.LabArchive;
import dev.kioto.console.lab.LabException;
import dev.kioto.console.lab.report.ReportPage;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The experiments of the scheduler lab and what they show; [LabMakingResource] makes them. Handlers run on virtual threads and wait for
/// the disk.
final class LabResource {

  private static final Parameter EXPERIMENT = Parameter.path("experimentId", "The experiment's id");
  private static final Parameter RUN = Parameter.path("labRunId", "The run's id, such as 3-B");

  private final @Nullable LabArchive archive; // null without a data folder

  LabResource(@Nullable LabArchive archive) {
    this.archive = archive;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/lab/experiments", "Lists the experiments of the lab, the newest first, part by part.")
            .with(Paging.LIMIT, Paging.CURSOR)
            .answering(200, "A part of the list", ExperimentPage.class)
            .refusing(400, 501, 507)
            .handledBy(this::list),
        Route.get("/api/v1/lab/experiments/{experimentId}", "Shows an experiment and how far it is.")
            .with(EXPERIMENT)
            .answering(200, "The experiment", Experiment.class)
            .refusing(404, 501, 507)
            .handledBy(request -> answer(request, () -> archive().experiment(id(request)))),
        Route.get("/api/v1/lab/experiments/{experimentId}/runs/{labRunId}", "Shows what was measured of a run.")
            .with(EXPERIMENT, RUN)
            .answering(200, "The run", LabRun.class)
            .refusing(404, 501, 507)
            .handledBy(request -> answer(request, () -> archive().run(id(request), request.pathParam("labRunId")))),
        Route.get("/api/v1/lab/experiments/{experimentId}/comparison", "Says what the runs show that were made so far.")
            .with(EXPERIMENT, Parameter.query("baseline", "string",
                "The letter of the settings that the others are compared to", "that of the experiment"))
            .answering(200, "What differs, and what these runs cannot tell apart", Comparison.class)
            .refusing(404, 501, 507)
            .handledBy(
                request -> answer(request, () -> archive().comparison(id(request), request.queryParam("baseline")))),
        Route.get("/api/v1/lab/experiments/{experimentId}/report", "The same as a page for people, with drawings.")
            .with(EXPERIMENT)
            .answering(200, "One page of HTML that asks nobody for anything", null)
            .refusing(404, 501, 507)
            .handledBy(this::report));
  }

  private static String id(Context request) {
    return request.pathParam("experimentId");
  }

  private LabArchive archive() {
    if (archive == null) throw Refusal.noDataFolder("keep experiments");
    return archive;
  }

  /// Something that the disk may refuse.
  private interface Question {
    Object ask() throws LabException;
  }

  private static void answer(Context request, Question question) throws java.io.IOException {
    try {
      Replies.json(request, question.ask());
    } catch (LabException e) {
      throw refusal(e);
    }
  }

  private void report(Context request) {
    try {
      var lab = archive();
      var id = id(request);
      request.html(ReportPage.of(lab.experiment(id), lab.runs(id), lab.comparison(id, null)));
    } catch (LabException e) {
      throw refusal(e);
    }
  }

  private void list(Context request) throws java.io.IOException {
    int limit = Paging.limit(request);
    var cursor = Parameters.text(request, "cursor", "");
    if (!cursor.isEmpty() && !cursor.matches("[1-9]\\d{0,8}")) {
      throw Refusal.cursor("'" + cursor + "' is none of this list: send the nextCursor of the part before");
    }
    answer(request, () -> {
      int below = cursor.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(cursor);
      var all = archive().experiments().stream().filter(one -> Integer.parseInt(one.id()) < below).toList();
      boolean more = all.size() > limit;
      var shown = more ? all.subList(0, limit) : all;
      return new ExperimentPage(shown, more ? shown.getLast().id() : null);
    });
  }

  static Refusal refusal(LabException e) {
    var message = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case UNKNOWN -> Refusal.unknownExperiment(message);
      case BAD_SPEC -> Refusal.experiment(message);
      case BUSY -> Refusal.labBusy(message);
      case FORBIDDEN -> Refusal.noCommands(message);
      case DISK -> Refusal.disk(message);
    };
  }
}
