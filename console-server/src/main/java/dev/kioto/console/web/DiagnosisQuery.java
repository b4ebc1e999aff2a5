package dev.kioto.console.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisState;
import dev.kioto.console.api.Severity;
import dev.kioto.console.api.SubjectKind;
import dev.kioto.console.diagnosis.Detectors;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;

/// Which diagnoses somebody wants, and in what order they come: the active ones first, the worst of them first, then those that
/// were cleared, the newest first.
///
/// @param state `active`, `cleared` or `all`
/// @param detector an id, or empty for any
/// @param task the wire id of a task that they are about or come from, or empty for any
record DiagnosisQuery(String state, String detector, String task) {

  private static final List<String> STATES = List.of("active", "cleared", "all");

  static final Parameter STATE = Parameter.query("state", "string", "One of " + String.join(", ", STATES), "all");
  static final Parameter DETECTOR = Parameter.query("detector", "string", "Only those of this detector", "");
  static final Parameter TASK = Parameter.query("task", "string",
      "Only those about this task or that come from it, by its wire id", "");

  private static final Comparator<Diagnosis> WORST_FIRST = Comparator.comparing(Diagnosis::state)
      .thenComparing(one -> one.state() == DiagnosisState.ACTIVE && one.severity() == Severity.WARNING)
      .thenComparing(one -> one.clearedAt() == null ? one.raisedAt() : one.clearedAt(), Comparator.reverseOrder())
      .thenComparing(Diagnosis::id);

  /// @throws Refusal if one of them is none
  DiagnosisQuery {
    if (!STATES.contains(state)) {
      throw Refusal
          .parameter("'" + Parameters.cut(state) + "' is not a state: write one of " + String.join(", ", STATES));
    }
    if (!detector.isEmpty() && Detectors.byId(detector) == null) {
      throw Refusal.parameter("'" + Parameters.cut(detector) + "' is not a detector: write one of "
          + String.join(", ", Detectors.ids()));
    }
    if (!task.isEmpty() && Parameters.taskId(task) == null) {
      throw Refusal.parameter("'" + Parameters.cut(task) + "' is not a task: write an id, a whole number");
    }
  }

  static DiagnosisQuery of(Context request) {
    return new DiagnosisQuery(Parameters.text(request, "state", "all"), Parameters.text(request, "detector", ""),
        Parameters.text(request, "task", ""));
  }

  /// Of a socket, where the active ones are meant unless told.
  static DiagnosisQuery of(JsonNode request) {
    return new DiagnosisQuery(Requests.text(request, "state", "active"), Requests.text(request, "detector", ""),
        Requests.text(request, "task", ""));
  }

  /// Those that are wanted, in order.
  List<Diagnosis> select(List<Diagnosis> all) {
    return all.stream()
        .filter(one -> state.equals("all") || one.state().toString().equals(state))
        .filter(one -> detector.isEmpty() || one.detector().equals(detector))
        .filter(one -> task.isEmpty() || isAbout(one))
        .sorted(WORST_FIRST)
        .toList();
  }

  private boolean isAbout(Diagnosis diagnosis) {
    var subject = diagnosis.subject();
    if (subject.kind() == SubjectKind.TASK && subject.id().equals(task)) return true;
    return diagnosis.causes().stream().anyMatch(cause -> cause.kind() == SubjectKind.TASK && cause.id().equals(task));
  }
}
