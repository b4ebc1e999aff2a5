package dev.kioto.console.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisState;
import dev.kioto.console.api.SubjectKind;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.Diagnoser;
import dev.kioto.console.collector.RuleBook;
import dev.kioto.console.collector.Run;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.diagnosis.DetectorState;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.model.TaskWarning;
import dev.kioto.console.store.HistoryStore;
import dev.kioto.console.store.Raised;
import dev.kioto.console.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is wrong with targets, as the API says it: now from memory, at another time from the history too. Any thread.
final class Findings implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Findings.class);
  private static final int MOST_KEPT = 10_000; // that are read from the history at once

  private final Collector collector;
  private final @Nullable HistoryStore store; // null without a data folder
  private final Diagnoser diagnoser;

  Findings(Collector collector, RuleBook rules, @Nullable HistoryStore store) {
    this.collector = collector;
    this.store = store;
    this.diagnoser = Diagnoser.start(collector, rules, this::keep);
  }

  /// As of the diagnoser.
  WatchedTarget.Registration onChange(Runnable listener) {
    return diagnoser.onChange(listener);
  }

  /// How the detectors stand in the present run of a target.
  List<DetectorState> detectors(WatchedTarget target) {
    return diagnoser.found(target, target.run().id()).detectors();
  }

  /// Those of a run that are in memory.
  List<Diagnosis> of(WatchedTarget target, String run) {
    return diagnoser.found(target, run).diagnoses().stream()
        .map(one -> DiagnosisMapping.diagnosis(one, target.id(), run)).toList();
  }

  /// Those of the present runs of all targets.
  List<Diagnosis> ofAll() {
    var all = new ArrayList<Diagnosis>();
    for (var target : collector.targets()) all.addAll(of(target, target.run().id()));
    return all;
  }

  /// Those of a target that stood at some instant from one to another, of all runs that are kept.
  ///
  /// @throws Refusal if the history cannot be read
  List<Diagnosis> between(WatchedTarget target, Instant from, Instant to) {
    var byId = new LinkedHashMap<String, Diagnosis>();
    for (var run : target.runs()) {
      for (var one : of(target, run.id())) byId.put(one.id(), one);
    }
    for (var one : kept(target, from, to)) byId.putIfAbsent(one.id(), one);
    return byId.values().stream().filter(one -> !one.raisedAt().isAfter(to)
        && (one.clearedAt() == null || !one.clearedAt().isBefore(from))).toList();
  }

  /// Says of the tasks of a run as it was, which changes no more, what was found to be wrong with them then.
  ///
  /// @throws Refusal if the history cannot be read
  void warn(WatchedTarget target, Run run) {
    var at = TaskMapping.instant(run.model().tasks().asOf());
    var byTask = new HashMap<Long, List<TaskWarning>>();
    for (var one : between(target, at, at)) {
      if (!one.run().equals(run.id())) continue;
      var warning = new TaskWarning(one.detector(), one.sentence());
      for (long task : tasks(one)) byTask.computeIfAbsent(task, _ -> new ArrayList<>()).add(warning);
    }
    run.model().tasks().warn(byTask);
  }

  /// The tasks that it is about: the subject, or those of a circle.
  private static List<Long> tasks(Diagnosis of) {
    return switch (of.subject().kind()) {
      case TASK -> List.of(Long.parseUnsignedLong(of.subject().id()));
      case CYCLE -> of.causes().stream().filter(cause -> cause.kind() == SubjectKind.TASK)
          .map(cause -> Long.parseUnsignedLong(cause.id())).toList();
      case RESOURCE, WORKER, RUNTIME, SITE -> List.of();
    };
  }

  private List<Diagnosis> kept(WatchedTarget target, Instant from, Instant to) {
    if (store == null || target.playback() != null) return List.of();
    try {
      return store.reader().diagnoses(target.address(), nanos(from), nanos(to) + 1, MOST_KEPT).stream()
          .mapMulti((Raised raised, Consumer<Diagnosis> out) -> {
            var one = read(raised, target.id());
            if (one != null) out.accept(one);
          }).toList();
    } catch (StoreException e) {
      throw Refusal.busy(String.valueOf(e.getMessage()));
    }
  }

  /// One that is not in memory and was not cleared was lost sight of, when a server ended: it stood as long as was told.
  private static @Nullable Diagnosis read(Raised raised, String target) {
    try {
      var of = ApiJson.mapper().readValue(raised.evidence(), Diagnosis.class);
      return new Diagnosis(of.id(), of.detector(), of.severity(), DiagnosisState.CLEARED, target, of.run(),
          of.subject(),
          of.title(), of.sentence(), of.advice(), of.raisedAt(), of.updatedAt(),
          of.clearedAt() == null ? of.updatedAt() : of.clearedAt(), of.evidence(), of.causes(), of.stack(),
          of.threshold());
    } catch (JsonProcessingException e) {
      LOG.debug("A diagnosis that was kept cannot be read", e);
      return null;
    }
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  private void keep(WatchedTarget target, String run, dev.kioto.console.diagnosis.Diagnosis diagnosis) {
    if (store == null || target.playback() != null) return;
    var one = DiagnosisMapping.diagnosis(diagnosis, target.id(), run);
    store.put(new Raised(target.address(), run, one.id(), one.detector(), one.severity().toString(),
        diagnosis.raisedAt(), diagnosis.isActive() ? null : (Long) diagnosis.clearedAt(), one.sentence(),
        Replies.text(one)));
  }

  /// Looks no more.
  @Override
  public void close() {
    diagnoser.close();
  }
}
