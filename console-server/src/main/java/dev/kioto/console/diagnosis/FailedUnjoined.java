package dev.kioto.console.diagnosis;

import dev.kioto.console.model.Incident;
import java.util.List;

/// Tasks failed and nobody learnt of it: their handles were let go of. It is known when the handle is collected, so some time after the
/// failure.
final class FailedUnjoined extends IncidentDetector {

  private static final long WINDOW_NANOS = 60_000_000_000L;

  FailedUnjoined() {
    super(Incident.Kind.FAILED_UNJOINED);
  }

  @Override
  public String id() {
    return "failed-unjoined";
  }

  @Override
  public String meaning() {
    return "A task failed, and nobody will learn of it: its handle is gone, which is known after the next garbage collection.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of();
  }

  // A failure is one from the start.
  @Override
  boolean counts(Incident one, RunView run, long now, Limits limits) {
    return now - one.at() <= WINDOW_NANOS;
  }

  @Override
  Finding finding(Subject subject, List<Incident> incidents, RunView run, Limits limits) {
    var last = incidents.getFirst();
    return Finding.of(Severity.WARNING, subject).title("Failed, and nobody knows")
        .sentence("%s failed%s and nobody will learn of it, as nothing holds its handle any more: %s%s."
            .formatted(calledFirst(subject), in(last), last.text(),
                incidents.size() > 1 ? " (and " + (incidents.size() - 1) + " more in the last minute)" : ""))
        .advice(
            "Join the task, or keep its handle in a JoinSet. If nobody needs to know, catch the failure in the task and log it.")
        .evidence("Failures in the last minute", incidents.size(), Unit.COUNT)
        .evidence("The last", last.text())
        .evidence("Failed at", last.at(), Unit.INSTANT)
        .stack(stack(incidents))
        .build();
  }
}
