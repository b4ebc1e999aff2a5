package dev.kioto.console.web;

import dev.kioto.console.api.DetectorInfo;
import dev.kioto.console.api.DetectorList;
import dev.kioto.console.api.SilenceRequest;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.ThresholdRequest;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.RuleBook;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.diagnosis.Detector;
import dev.kioto.console.diagnosis.DetectorState;
import dev.kioto.console.diagnosis.Detectors;
import dev.kioto.console.diagnosis.Rules;
import dev.kioto.console.diagnosis.Rules.Silence;
import dev.kioto.console.diagnosis.Threshold;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What looks for something wrong, how it is set and where it is silent: for all targets.
final class DetectorResource {

  private static final Parameter DETECTOR = Parameter.path("detectorId", "The detector's id");
  private static final int LONGEST_TEXT = 1024; // characters

  private final Collector collector;
  private final Findings findings;
  private final RuleBook book;

  DetectorResource(Collector collector, Findings findings, RuleBook book) {
    this.collector = collector;
    this.findings = findings;
    this.book = book;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/detectors", "Lists what looks for something wrong, and how it stands with each target.")
            .answering(200, "The detectors", DetectorList.class)
            .handledBy(request -> Replies.json(request,
                new DetectorList(Detectors.all().stream().map(this::info).toList()))),
        Route.get("/api/v1/detectors/{detectorId}", "Shows a detector, and how it stands with each target.")
            .with(DETECTOR)
            .answering(200, "The detector", DetectorInfo.class)
            .refusing(404)
            .handledBy(request -> Replies.json(request, info(find(request)))),
        Route
            .post("/api/v1/detectors/{detectorId}/commands/threshold",
                "Sets a threshold of a detector, for all targets.")
            .with(DETECTOR)
            .taking(ThresholdRequest.class)
            .answering(200, "The detector", DetectorInfo.class)
            .refusing(400, 404, 413, 415, 507)
            .handledBy(this::setThreshold),
        Route.post("/api/v1/detectors/{detectorId}/commands/silence",
            "Has a detector say nothing of what was spawned or made at a place, or nothing at all.")
            .with(DETECTOR)
            .taking(SilenceRequest.class)
            .answering(200, "The detector", DetectorInfo.class)
            .refusing(400, 404, 409, 413, 415, 507)
            .handledBy(request -> silence(request, true)),
        Route.post("/api/v1/detectors/{detectorId}/commands/unsilence", "Has a detector speak again.")
            .with(DETECTOR)
            .taking(SilenceRequest.class)
            .answering(200, "The detector", DetectorInfo.class)
            .refusing(400, 404, 413, 415, 507)
            .handledBy(request -> silence(request, false)));
  }

  private static Detector find(Context request) {
    var id = request.pathParam("detectorId");
    var detector = Detectors.byId(id);
    if (detector == null) throw Refusal.unknownDetector(id, Detectors.ids());
    return detector;
  }

  private DetectorInfo info(Detector detector) {
    var limits = book.rules().limits(detector);
    var thresholds = detector.thresholds().stream().map(one -> new DetectorInfo.Threshold(one.name(), one.meaning(),
        DiagnosisMapping.unit(one.unit()), Long.toString(limits.get(one.name())), Long.toString(one.standard()),
        Long.toString(one.least()), Long.toString(one.most()))).toList();
    var statuses = new ArrayList<DetectorInfo.Status>();
    for (var target : collector.targets()) {
      for (var state : findings.detectors(target)) {
        if (state.detector().equals(detector.id())) statuses.add(status(target, state));
      }
    }
    return new DetectorInfo(detector.id(), detector.meaning(), thresholds, book.rules().silent(detector), statuses);
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

  private void setThreshold(Context request) {
    var detector = find(request);
    var body = Bodies.object(request, "{\"name\":\"warn\",\"value\":\"200ms\"}");
    var threshold = threshold(detector, Bodies.text(body, "name", LONGEST_TEXT));
    var text = Bodies.textOrNull(body, "value", LONGEST_TEXT);
    Long value;
    try {
      value = text == null ? null : (Long) threshold.parse(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.body(String.valueOf(e.getMessage()));
    }
    change(rules -> rules.with(detector.id(), threshold.name(), value));
    Replies.json(request, info(detector));
  }

  private static Threshold threshold(Detector detector, String name) {
    for (var one : detector.thresholds()) {
      if (one.name().equals(name)) return one;
    }
    throw Refusal.body("'" + Parameters.cut(name) + "' is not a threshold of '" + detector.id() + "': it has "
        + detector.thresholds().stream().map(Threshold::name).collect(Collectors.joining(", ")));
  }

  private void silence(Context request, boolean isSilent) {
    var detector = find(request);
    var site = Bodies.text(Bodies.object(request, "{\"site\":\"Server.java:12\"}"), "site", LONGEST_TEXT);
    if (site.chars().anyMatch(Character::isISOControl)) {
      throw Refusal.body("'site' has characters that are no text: send the 'site' of a subject");
    }
    var silence = new Silence(detector.id(), site.strip());
    change(rules -> isSilent ? rules.with(silence) : rules.without(silence));
    Replies.json(request, info(detector));
  }

  private void change(UnaryOperator<Rules> how) {
    try {
      book.change(how);
    } catch (IllegalStateException e) {
      throw Refusal.full(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw Refusal.disk("The rules for detectors cannot be kept, and are as before: " + e.getMessage());
    }
  }
}
