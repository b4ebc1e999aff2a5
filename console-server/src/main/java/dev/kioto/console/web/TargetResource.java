package dev.kioto.console.web;

import dev.kioto.console.api.AttachRequest;
import dev.kioto.console.api.RunInfo;
import dev.kioto.console.api.RunList;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetList;
import dev.kioto.console.api.TaskCounts;
import dev.kioto.console.collector.Access;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.MomentException;
import dev.kioto.console.collector.Moments;
import dev.kioto.console.collector.Run;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.util.List;

/// The programs that are watched.
final class TargetResource {

  static final Parameter TARGET = Parameter.path("id", "The target's id");
  static final Parameter RUN = Parameter.query("run", "string", "One of the target's runs; the present one unless told",
      "");

  static final Parameter AS_OF = Parameter.query("asOf", "string",
      "As of this instant, on the collector's clock, or the recording's when the target is one; now unless told", "");

  private static final int LONGEST_TEXT = 2048; // characters
  private static final int LONGEST_PEM = 60_000; // characters; the whole body has at most 64 KiB

  private final Collector collector;
  private final Moments moments;

  TargetResource(Collector collector, Moments moments) {
    this.collector = collector;
    this.moments = moments;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/targets", "Lists the targets, in the order in which they were added.")
            .with(Paging.LIMIT, Paging.CURSOR)
            .answering(200, "The targets", TargetList.class)
            .refusing(400)
            .handledBy(this::list),
        Route.post("/api/v1/targets",
            "Attaches to a program, or opens a recording. Answers when the first tasks of a program have arrived; one that "
                + "cannot be reached is not kept.")
            .taking(AttachRequest.class)
            .answering(201, "The new target", Target.class)
            .answering(200, "The target that has the address already", Target.class)
            .refusing(400, 403, 409, 413, 415, 502)
            .handledBy(this::attach),
        Route.get("/api/v1/targets/{id}", "Shows a target.")
            .with(TARGET)
            .answering(200, "The target", Target.class)
            .refusing(404)
            .handledBy(request -> Replies.json(request, find(request).snapshot())),
        Route.delete("/api/v1/targets/{id}", "Takes a target off. The program is not disturbed.")
            .with(TARGET)
            .answering(204, "It is off", null)
            .refusing(404)
            .handledBy(this::detach),
        Route.get("/api/v1/targets/{id}/runs", "Lists the runs of a target that are kept, the newest first.")
            .with(TARGET, Paging.LIMIT, Paging.CURSOR)
            .answering(200, "The runs", RunList.class)
            .refusing(400, 404)
            .handledBy(this::runs));
  }

  /// The target that a request's path names.
  ///
  /// @throws Refusal if there is none
  WatchedTarget find(Context request) {
    return find(request.pathParam("id"));
  }

  /// The target of an id.
  ///
  /// @throws Refusal if there is none
  WatchedTarget find(String id) {
    var target = collector.target(id);
    if (target == null) throw Refusal.unknownTarget(id);
    return target;
  }

  /// The run that a request names: the target's present one unless told.
  ///
  /// @throws Refusal if there is no such target or run
  Run run(Context request) {
    var target = find(request);
    var id = Parameters.text(request, RUN.name(), "");
    var run = id.isEmpty() ? target.run() : target.run(id);
    if (run == null) throw Refusal.unknownRun(id, target.id());
    return run;
  }

  /// The same as of the instant that a request names, if it does: a run that changes no more.
  ///
  /// @throws Refusal if there is no such target or run, or it is not known how it was then
  Run runAsOf(Context request) {
    var asOf = Parameters.instant(request, AS_OF.name());
    if (asOf == null) return run(request);
    var target = find(request);
    var id = Parameters.text(request, RUN.name(), "");
    try {
      var run = moments.at(target, asOf);
      if (!id.isEmpty() && !run.id().equals(id)) throw Refusal.unknownRun(id, target.id());
      return run;
    } catch (MomentException e) {
      throw Refusal.moment(e);
    }
  }

  /// Whether a request is about a moment of the past.
  static boolean isPast(Context request) {
    return Parameters.instant(request, AS_OF.name()) != null;
  }

  /// The task that a request's path names, by its wire id.
  ///
  /// @throws Refusal if the run has none
  long task(Context request) {
    var text = request.pathParam("taskId");
    var id = Parameters.taskId(text);
    Boolean known = id == null ? null : runAsOf(request).model().tasks().find(id, (_, _) -> true);
    if (id == null || known == null) throw Refusal.unknownTask(text, find(request).id());
    return id;
  }

  static Refusal refusal(TargetException failure) {
    var message = String.valueOf(failure.getMessage());
    return switch (failure.kind()) {
      case UNREACHABLE -> Refusal.unreachable(message);
      case UNKNOWN_TASK -> Refusal.forgottenTask(message);
      case FORBIDDEN -> Refusal.forbidden(message);
      case INVALID -> Refusal.invalid(message);
      case CONFLICT -> Refusal.conflict(message);
      case UNSUPPORTED -> Refusal.unsupported(message);
    };
  }

  private void list(Context request) {
    var slice = Paging.slice(request, collector.targets());
    Replies.json(request, new TargetList(slice.rows().stream().map(WatchedTarget::snapshot).toList(), slice.next()));
  }

  private void attach(Context request) throws InterruptedException {
    var body = Bodies.object(request, "{\"address\":\"127.0.0.1:6669\"}");
    var address = Bodies.text(body, "address", LONGEST_TEXT);
    try {
      var access = new Access(Bodies.textOrNull(body, "token", LONGEST_TEXT),
          Bodies.textOrNull(body, "authorities", LONGEST_PEM));
      var attached = collector.attach(address, access);
      request.status(attached.isNew() ? 201 : 200);
      request.header("Location", "/api/v1/targets/" + attached.target().id());
      Replies.json(request, attached.target().snapshot());
    } catch (IllegalArgumentException e) {
      throw Refusal.body(String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      throw Refusal.full(String.valueOf(e.getMessage()));
    } catch (TargetException e) {
      throw refusal(e);
    }
  }

  private void runs(Context request) {
    var slice = Paging.slice(request, find(request).runs());
    Replies.json(request, new RunList(slice.rows().stream().map(TargetResource::run).toList(), slice.next()));
  }

  private static RunInfo run(Run run) {
    var program = run.program();
    var counts = run.model().tasks().counts();
    return new RunInfo(run.id(), program == null ? null : (Long) program.pid(),
        program == null ? null : program.startedAt(), run.firstSeenAt(), run.replacedAt(),
        TaskMapping.instant(run.model().tasks().asOf()),
        new TaskCounts(counts.total(), counts.running(), counts.scheduled(), counts.idle(), counts.completed()));
  }

  private void detach(Context request) {
    var id = request.pathParam("id");
    if (!collector.detach(id)) throw Refusal.unknownTarget(id);
    request.status(204);
  }
}
