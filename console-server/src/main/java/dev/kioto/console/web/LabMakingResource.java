package dev.kioto.console.web;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.ExperimentPlan;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.LabOptions;
import dev.kioto.console.lab.LabArchive;
import dev.kioto.console.lab.LabException;
import dev.kioto.console.lab.LabHost;
import dev.kioto.console.lab.SpecFile;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Experiments are begun, stopped, resumed and deleted. Handlers run on virtual threads and wait for the programs that check an
/// experiment, and for the disk.
final class LabMakingResource {

  private static final Parameter EXPERIMENT = Parameter.path("experimentId", "The experiment's id");
  private static final String ALL = "/api/v1/lab/experiments";
  private static final String ONE = ALL + "/{experimentId}";

  private final @Nullable LabArchive archive; // null without a data folder
  private final @Nullable LabHost host; // null without one, or when nobody said how programs are started

  LabMakingResource(@Nullable LabArchive archive, @Nullable LabHost host) {
    this.archive = archive;
    this.host = host;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/lab/options", "Lists what experiments can be made of.")
            .answering(200, "The demos and the settings, and whether commands are run", LabOptions.class)
            .refusing(501, 507)
            .handledBy(request -> answer(request, 200, () -> host().options())),
        Route.post("/api/v1/lab/plans", "Checks an experiment, and makes nothing.")
            .taking(ExperimentSpec.class)
            .answering(200, "What it would be, or everything that is wrong with it", ExperimentPlan.class)
            .refusing(400, 403, 415, 501)
            .handledBy(request -> answer(request, 200, () -> host().plan(spec(request)))),
        Route.post(ALL, "Makes an experiment, and begins it.")
            .taking(ExperimentSpec.class)
            .answering(201, "The experiment, which is running", Experiment.class)
            .refusing(400, 403, 409, 415, 501, 507)
            .handledBy(this::begin),
        Route.post(ONE + "/commands/stop", "Asks for the end of an experiment; the run that goes on is lost.")
            .with(EXPERIMENT)
            .answering(202, "The experiment, which is running until its program has ended", Experiment.class)
            .refusing(404, 409, 501, 507)
            .handledBy(request -> answer(request, 202, () -> host().stop(id(request)))),
        Route.post(ONE + "/commands/resume", "Goes on with an experiment that was stopped.")
            .with(EXPERIMENT)
            .answering(202, "The experiment, which is running", Experiment.class)
            .refusing(400, 403, 404, 409, 501, 507)
            .handledBy(request -> answer(request, 202, () -> host().resume(id(request)))),
        Route.delete(ONE, "Takes an experiment off the disk, with all that its runs recorded.")
            .with(EXPERIMENT)
            .answering(204, "It is gone", null)
            .refusing(404, 409, 501, 507)
            .handledBy(this::delete));
  }

  private static String id(Context request) {
    return request.pathParam("experimentId");
  }

  private LabHost host() {
    if (archive == null) throw Refusal.noDataFolder("keep experiments");
    if (host == null) throw Refusal.noPrograms();
    return host;
  }

  private static ExperimentSpec spec(Context request) throws LabException {
    Bodies.requireJson(request);
    return SpecFile.ofJson(request.body(), "The body");
  }

  /// Something that the lab may refuse.
  private interface Deed {
    Object done() throws LabException;
  }

  private static void answer(Context request, int status, Deed deed) {
    try {
      var answer = deed.done();
      request.status(status);
      Replies.json(request, answer);
    } catch (LabException e) {
      throw LabResource.refusal(e);
    }
  }

  private void begin(Context request) {
    answer(request, 201, () -> {
      var experiment = host().begin(spec(request));
      request.header("Location", ALL + "/" + experiment.id());
      return experiment;
    });
  }

  private void delete(Context request) {
    try {
      if (archive == null) throw Refusal.noDataFolder("keep experiments");
      if (host == null) archive.delete(id(request));
      else host.delete(id(request));
      request.status(204);
    } catch (LabException e) {
      throw LabResource.refusal(e);
    }
  }
}
