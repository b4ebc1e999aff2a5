package dev.kioto.console.web;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisPage;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is wrong with targets. Handlers run on virtual threads and may wait for the disk.
final class DiagnosisResource {

  private static final Parameter AS_OF = Parameter.query("asOf", "string",
      "Those that stood at this instant of the program's clock, of all runs that are kept", "");
  private static final Parameter FROM = Parameter.query("from", "string", "Those that stood at this instant or later",
      "");
  private static final Parameter TO = Parameter.query("to", "string", "Those that stood at this instant or before", "");
  // Beyond these, nanoseconds since 1970 are no long.
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.ofEpochSecond(9_000_000_000L);

  private final TargetResource targets;
  private final Findings findings;

  DiagnosisResource(TargetResource targets, Findings findings) {
    this.targets = targets;
    this.findings = findings;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/diagnoses", "Lists what is wrong with all targets, part by part.")
            .with(DiagnosisQuery.STATE, DiagnosisQuery.DETECTOR, Paging.LIMIT, Paging.CURSOR, Tables.FORMAT)
            .answering(200, "A part of the list", DiagnosisPage.class)
            .refusing(400)
            .handledBy(this::ofAll),
        Route.get("/api/v1/targets/{id}/diagnoses", "Lists what is or was wrong with a target, part by part.")
            .with(TargetResource.TARGET, DiagnosisQuery.STATE, DiagnosisQuery.DETECTOR, DiagnosisQuery.TASK, AS_OF,
                FROM,
                TO, Paging.LIMIT, Paging.CURSOR, Tables.FORMAT, TargetResource.RUN)
            .answering(200, "A part of the list", DiagnosisPage.class)
            .refusing(400, 404, 503)
            .handledBy(this::ofTarget),
        Route.get("/api/v1/targets/{id}/diagnoses/{diagnosisId}", "Shows a diagnosis.")
            .with(TargetResource.TARGET, Parameter.path("diagnosisId", "The diagnosis's id"))
            .answering(200, "The diagnosis", Diagnosis.class)
            .refusing(404, 503)
            .handledBy(this::one));
  }

  private void ofAll(Context request) throws IOException {
    list(request, findings.ofAll());
  }

  private void ofTarget(Context request) throws IOException {
    var target = targets.find(request);
    var asOf = Parameters.instant(request, "asOf");
    var from = asOf != null ? asOf : Parameters.instant(request, "from");
    var to = asOf != null ? asOf : Parameters.instant(request, "to");
    if (from == null && to == null) {
      list(request, findings.of(target, targets.run(request).id()));
      return;
    }
    var run = Parameters.text(request, TargetResource.RUN.name(), "");
    list(request, findings.between(target, orElse(from, FIRST), orElse(to, LAST)).stream()
        .filter(one -> run.isEmpty() || one.run().equals(run)).toList());
  }

  private static Instant orElse(@Nullable Instant given, Instant standard) {
    return Objects.requireNonNullElse(given, standard);
  }

  private static void list(Context request, List<Diagnosis> all) throws IOException {
    var chosen = DiagnosisQuery.of(request).select(all);
    if (Tables.wanted(request)) {
      Tables.send(request, "diagnoses", Diagnosis.class, chosen);
      return;
    }
    var slice = Paging.slice(request, chosen);
    Replies.json(request, new DiagnosisPage(slice.rows(), chosen.size(), slice.next()));
  }

  private void one(Context request) {
    Replies.json(request, find(request));
  }

  /// The diagnosis that a request's path names.
  ///
  /// @throws Refusal if there is none
  Diagnosis find(Context request) {
    var target = targets.find(request);
    var id = request.pathParam("diagnosisId");
    for (var one : findings.between(target, FIRST, LAST)) {
      if (one.id().equals(id)) return one;
    }
    throw Refusal.unknownDiagnosis(id, target.id());
  }
}
