package dev.kioto.console.web;

import dev.kioto.console.api.Cause;
import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisState;
import dev.kioto.console.api.Evidence;
import dev.kioto.console.api.Severity;
import dev.kioto.console.api.StackFrame;
import dev.kioto.console.api.Subject;
import dev.kioto.console.api.SubjectKind;
import dev.kioto.console.diagnosis.Frame;
import dev.kioto.console.diagnosis.Unit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns diagnoses into the API's.
final class DiagnosisMapping {

  private DiagnosisMapping() {}

  static Diagnosis diagnosis(dev.kioto.console.diagnosis.Diagnosis of, String target, String run) {
    var finding = of.finding();
    return new Diagnosis(of.id(), of.detector(), severity(finding.severity()),
        of.isActive() ? DiagnosisState.ACTIVE : DiagnosisState.CLEARED, target, run, subject(finding.subject()),
        finding.title(), finding.sentence(), finding.advice(), TaskMapping.instant(of.raisedAt()),
        TaskMapping.instant(of.updatedAt()), TaskMapping.instantOrNull(of.clearedAt()),
        finding.evidence().stream().map(DiagnosisMapping::evidence).toList(),
        finding.causes().stream().map(DiagnosisMapping::cause).toList(),
        finding.stack().isEmpty() ? null : finding.stack().stream().map(DiagnosisMapping::frame).toList(),
        texts(of.thresholds()));
  }

  static Severity severity(dev.kioto.console.diagnosis.Severity of) {
    return switch (of) {
      case WARNING -> Severity.WARNING;
      case CRITICAL -> Severity.CRITICAL;
    };
  }

  private static Subject subject(dev.kioto.console.diagnosis.Subject of) {
    return new Subject(kind(of.kind()), of.id(), of.name(), of.site());
  }

  private static SubjectKind kind(dev.kioto.console.diagnosis.Subject.Kind of) {
    return switch (of) {
      case TASK -> SubjectKind.TASK;
      case RESOURCE -> SubjectKind.RESOURCE;
      case WORKER -> SubjectKind.WORKER;
      case RUNTIME -> SubjectKind.RUNTIME;
      case SITE -> SubjectKind.SITE;
      case CYCLE -> SubjectKind.CYCLE;
    };
  }

  private static Evidence evidence(dev.kioto.console.diagnosis.Evidence of) {
    var value = of.unit() == Unit.INSTANT ? TaskMapping.instant(Long.parseLong(of.value())).toString() : of.value();
    return new Evidence(of.label(), value, unit(of.unit()));
  }

  /// As the API calls it; null for things.
  static @Nullable String unit(Unit of) {
    return of.text().isEmpty() ? null : of.text();
  }

  private static Cause cause(dev.kioto.console.diagnosis.Cause of) {
    return new Cause(kind(of.kind()), of.id(), of.name(), of.share());
  }

  private static StackFrame frame(Frame of) {
    return new StackFrame(of.className(), of.method(), of.file(), of.line(), of.module());
  }

  private static Map<String, String> texts(Map<String, Long> thresholds) {
    var texts = new TreeMap<String, String>();
    thresholds.forEach((name, value) -> texts.put(name, Long.toString(value)));
    return texts;
  }
}
