package dev.kioto.console.diagnosis;

import dev.kioto.console.model.Incident;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task was told to end and does not.
final class CancelStuck extends IncidentDetector {

  CancelStuck() {
    super(Incident.Kind.CANCEL_STUCK);
  }

  @Override
  public String id() {
    return "cancel-stuck";
  }

  @Override
  public String meaning() {
    return "A task was told to end, and goes on.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(Limits.WARN, "how long ago it was told", 1_000_000_000L),
        Threshold.nanos(Limits.CRITICAL, "how long ago it was told", 10_000_000_000L));
  }

  @Override
  boolean counts(Incident one, RunView run, long now, Limits limits) {
    return one.ongoing() && limits.severity(one.ownNanos()) != null;
  }

  @Override
  @Nullable Finding finding(Subject subject, List<Incident> incidents, RunView run, Limits limits) {
    var worst = worst(incidents);
    var severity = limits.severity(worst.ownNanos());
    if (severity == null) return null;
    return Finding.of(severity, subject).title("Does not end")
        .sentence("%s was told to end %s ago and goes on%s%s."
            .formatted(calledFirst(subject), Say.duration(worst.lengthNanos()), in(worst), aside(worst))
            + (incidents.size() > 1 ? " So do " + (incidents.size() - 1) + " more" + "." : ""))
        .advice(
            "A task ends at its next suspension: have long computations look for it, and let the CancelledException pass "
                + "where it is caught.")
        .evidence("Told to end before", worst.lengthNanos(), Unit.NANOS)
        .evidence("Tasks", incidents.size(), Unit.COUNT)
        .evidence("Told at", worst.at(), Unit.INSTANT)
        .stack(stack(worstFirst(incidents)))
        .build();
  }
}
