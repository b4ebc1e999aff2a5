package dev.kioto.console.web;

import dev.kioto.console.api.DetectorInfo;
import dev.kioto.console.api.DetectorList;
import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisPage;
import dev.kioto.console.api.DiagnosisState;
import dev.kioto.console.api.Severity;
import dev.kioto.console.api.SubjectKind;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.Diagnoser;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.diagnosis.Detector;
import dev.kioto.console.diagnosis.DetectorState;
import dev.kioto.console.diagnosis.Detectors;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is wrong with targets, and what looks for it.
final class DiagnosisResource {

  private static final List<String> STATES = List.of("active", "cleared", "all");
  private static final Parameter STATE = Parameter.query("state", "string", "One of " + String.join(", ", STATES),
      "all");
  private static final Parameter DETECTOR = Parameter.query("detector", "string", "Only those of this detector", "");
  private static final Parameter TASK = Parameter.query("task", "string", "Only those of this task, by its wire id",
      "");
  private static final Comparator<Diagnosis> WORST_FIRST = Comparator.comparing(Diagnosis::state)
      .thenComparing(one -> one.state() == DiagnosisState.ACTIVE && one.severity() == Severity.WARNING)
      .thenComparing(one -> one.clearedAt() == null ? one.raisedAt() : one.clearedAt(), Comparator.reverseOrder())
      .thenComparing(Diagnosis::id);

  private final Collector collector;
  private final TargetResource targets;
  private final Diagnoser diagnoser;

  DiagnosisResource(Collector collector, TargetResource targets, Diagnoser diagnoser) {
    this.collector = collector;
    this.targets = targets;
    this.diagnoser = diagnoser;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/detectors", "Lists what looks for something wrong, and how it stands with each target.")
            .answering(200, "The detectors", DetectorList.class)
            .handledBy(this::detectors),
        Route.get("/api/v1/diagnoses", "Lists what is wrong with all targets, part by part.")
            .with(STATE, DETECTOR, Paging.LIMIT, Paging.CURSOR)
            .answering(200, "A part of the list", DiagnosisPage.class)
            .refusing(400)
            .handledBy(this::ofAll),
        Route.get("/api/v1/targets/{id}/diagnoses", "Lists what is wrong with a target, part by part.")
            .with(TargetResource.TARGET, STATE, DETECTOR, TASK, Paging.LIMIT, Paging.CURSOR, TargetResource.RUN)
            .answering(200, "A part of the list", DiagnosisPage.class)
            .refusing(400, 404)
            .handledBy(this::ofTarget),
        Route.get("/api/v1/targets/{id}/diagnoses/{diagnosisId}", "Shows a diagnosis.")
            .with(TargetResource.TARGET, Parameter.path("diagnosisId", "The diagnosis's id"), TargetResource.RUN)
            .answering(200, "The diagnosis", Diagnosis.class)
            .refusing(404)
            .handledBy(this::one));
  }

  private void detectors(Context request) {
    Replies.json(request, new DetectorList(Detectors.all().stream().map(this::info).toList()));
  }

  private DetectorInfo info(Detector detector) {
    var limits = diagnoser.rules().limits(detector);
    var thresholds = detector.thresholds().stream().map(one -> new DetectorInfo.Threshold(one.name(), one.meaning(),
        DiagnosisMapping.unit(one.unit()), Long.toString(limits.get(one.name())), Long.toString(one.standard()),
        Long.toString(one.least()), Long.toString(one.most()))).toList();
    var statuses = new ArrayList<DetectorInfo.Status>();
    for (var target : collector.targets()) {
      for (var state : diagnoser.found(target, target.run().id()).detectors()) {
        if (state.detector().equals(detector.id())) statuses.add(status(target, state));
      }
    }
    return new DetectorInfo(detector.id(), detector.meaning(), thresholds, statuses);
  }

  private static DetectorInfo.Status status(WatchedTarget target, DetectorState state) {
    return new DetectorInfo.Status(target.id(), cannotTell(target, state), state.active(), state.silenced(),
        state.leftOut());
  }

  private static @Nullable String cannotTell(WatchedTarget target, DetectorState state) {
    var now = target.snapshot();
    if (now.state() == TargetState.DISCONNECTED) return "The program is not heard: " + now.error();
    if (now.paused()) return "The program was asked to send no news: resume it.";
    return state.cannotTell();
  }

  private void ofAll(Context request) {
    var all = new ArrayList<Diagnosis>();
    for (var target : collector.targets()) all.addAll(found(target, target.run().id()));
    list(request, all, null);
  }

  private void ofTarget(Context request) {
    list(request, found(targets.find(request), targets.run(request).id()), Parameters.id(request, "task"));
  }

  private List<Diagnosis> found(WatchedTarget target, String run) {
    return DiagnosisMapping.all(diagnoser.found(target, run).diagnoses(), target.id(), run);
  }

  private static void list(Context request, List<Diagnosis> all, @Nullable Long task) {
    var state = Parameters.choice(request, "state", "all", STATES);
    var detector = Parameters.text(request, "detector", "");
    if (!detector.isEmpty() && Detectors.byId(detector) == null) {
      throw Refusal.parameter("'" + Parameters.cut(detector) + "' is not a detector: write one of "
          + String.join(", ", Detectors.ids()));
    }
    var chosen = all.stream()
        .filter(one -> state.equals("all") || one.state().toString().equals(state))
        .filter(one -> detector.isEmpty() || one.detector().equals(detector))
        .filter(one -> task == null || isAbout(one, Long.toUnsignedString(task)))
        .sorted(WORST_FIRST)
        .toList();
    var slice = Paging.slice(request, chosen);
    Replies.json(request, new DiagnosisPage(slice.rows(), chosen.size(), slice.next()));
  }

  private static boolean isAbout(Diagnosis diagnosis, String task) {
    var subject = diagnosis.subject();
    if (subject.kind() == SubjectKind.TASK && subject.id().equals(task)) return true;
    return diagnosis.causes().stream().anyMatch(cause -> cause.kind() == SubjectKind.TASK && cause.id().equals(task));
  }

  private void one(Context request) {
    var target = targets.find(request);
    var id = request.pathParam("diagnosisId");
    for (var one : found(target, targets.run(request).id())) {
      if (!one.id().equals(id)) continue;
      Replies.json(request, one);
      return;
    }
    throw Refusal.unknownDiagnosis(id, target.id());
  }
}
