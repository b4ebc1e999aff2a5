package dev.kioto.console.ui.diagnoses;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.parts.Frames;

/// Writes a diagnosis whole, to be sent to somebody.
final class DiagnosisText {
  private DiagnosisText() {}

  static String of(Diagnosis diagnosis) {
    var text = new StringBuilder(SeverityLook.word(diagnosis)).append(": ").append(diagnosis.title()).append(", ")
        .append(Subjects.text(diagnosis.subject())).append('\n').append(diagnosis.sentence()).append('\n');
    if (!diagnosis.advice().isEmpty()) {
      text.append(diagnosis.advice()).append('\n');
    }
    text.append("since ").append(Instants.millis(diagnosis.raisedAt()));
    var cleared = diagnosis.clearedAt();
    text.append(cleared == null ? "" : ", cleared at " + Instants.millis(cleared)).append('\n');
    var site = diagnosis.subject().site();
    if (site != null && !site.isEmpty()) {
      text.append("at ").append(site).append('\n');
    }
    diagnosis.evidence()
        .forEach(fact -> text.append(fact.label()).append(": ").append(Subjects.value(fact)).append('\n'));
    diagnosis.causes().forEach(cause -> text.append("cause: ").append(Subjects.text(cause)).append('\n'));
    var stack = diagnosis.stack();
    if (stack != null) {
      stack.forEach(frame -> text.append("\tat ").append(Frames.full(frame)).append('\n'));
    }
    return text.toString();
  }
}
