package dev.kioto.console.cli;

import dev.kioto.console.api.Cause;
import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisState;
import dev.kioto.console.api.Evidence;
import dev.kioto.console.api.Severity;
import dev.kioto.console.api.StackFrame;
import dev.kioto.console.text.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Diagnoses as text for people.
final class DiagnosisText {

  private static final int MOST_FRAMES = 6;

  private DiagnosisText() {}

  /// A report, line by line.
  static List<String> lines(DiagnoseCommand.Report report, Duration time) {
    var lines = new ArrayList<String>();
    for (var diagnosis : report.diagnoses()) addDiagnosis(lines, diagnosis);
    lines.add(summary(report.diagnoses(), report.target().name(), time));
    var because = report.cannotTell().stream().collect(Collectors.groupingBy(Observation.CannotTell::because,
        Collectors.mapping(Observation.CannotTell::detector, Collectors.joining(", "))));
    because.forEach((why, detectors) -> lines.add("Cannot tell of " + detectors + ": " + why));
    return lines;
  }

  private static void addDiagnosis(List<String> lines, Diagnosis found) {
    lines.add(found.severity().toString().toUpperCase(Locale.ROOT) + "  " + found.detector() + ": " + found.title()
        + (found.state() == DiagnosisState.CLEARED ? " (over)" : ""));
    lines.add("  " + found.sentence());
    lines.add("  evidence  "
        + found.evidence().stream().map(DiagnosisText::evidence).collect(Collectors.joining(", ")));
    if (!found.causes().isEmpty()) {
      lines.add("  cause     " + found.causes().stream().map(DiagnosisText::cause).collect(Collectors.joining(", ")));
    }
    var stack = found.stack() == null ? List.<StackFrame>of() : found.stack();
    for (int i = 0; i < Math.min(MOST_FRAMES, stack.size()); i++) {
      lines.add((i == 0 ? "  stack     " : "            ") + frame(stack.get(i)));
    }
    if (stack.size() > MOST_FRAMES) lines.add("            and " + (stack.size() - MOST_FRAMES) + " more");
    lines.add("  try       " + found.advice());
    lines.add("");
  }

  private static String frame(StackFrame frame) {
    var where = frame.file() == null ? "" : "(" + frame.file() + (frame.line() == null ? "" : ":" + frame.line()) + ")";
    return frame.className() + "." + frame.method() + where;
  }

  static String evidence(Evidence fact) {
    return fact.label() + " " + value(fact);
  }

  private static String value(Evidence fact) {
    var unit = fact.unit();
    if (unit == null) return fact.value();
    return switch (unit) {
      case "ns" -> Units.nanos(Long.parseLong(fact.value()));
      case "1/s" -> fact.value() + "/s";
      case "instant" -> fact.value();
      default -> fact.value() + " " + unit;
    };
  }

  private static String cause(Cause cause) {
    var name = cause.name().isEmpty() ? "" : " '" + cause.name() + "'";
    var share = cause.share() == null ? "" : String.format(Locale.ROOT, " (%.0f %%)", 100 * cause.share());
    return cause.kind() + " " + cause.id() + name + share;
  }

  private static String summary(List<Diagnosis> found, String name, Duration time) {
    var when = " in " + name + " in " + (time.toMillis() + 500) / 1000 + " s";
    if (found.isEmpty()) return "nothing found" + when;
    long critical = found.stream().filter(one -> one.severity() == Severity.CRITICAL).count();
    return found.size() + " found" + when + ": " + critical + " critical, " + (found.size() - critical) + " warning"
        + (found.size() - critical == 1 ? "" : "s");
  }
}
