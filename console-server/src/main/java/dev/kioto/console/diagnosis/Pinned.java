package dev.kioto.console.diagnosis;

import dev.kioto.console.model.Incident;
import java.util.List;

/// Direct tasks wait while they are pinned to their carrier, whose worker can run nothing else. A single wait that is not very long is
/// not told of: to load a class may take one.
final class Pinned extends LengthDetector {

  Pinned() {
    super(Incident.Kind.PINNED);
  }

  @Override
  public String id() {
    return "pinned";
  }

  @Override
  public String meaning() {
    return "A virtual thread waits while it is pinned to its carrier: the worker can run nothing else.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(Limits.WARN, "how long a wait is, when there are several", 20_000_000L),
        Threshold.nanos(Limits.CRITICAL, "how long a wait is, also a single one", 200_000_000L));
  }

  @Override
  Finding finding(Severity severity, Subject subject, Incident worst, List<Incident> incidents, RunView run) {
    return Finding.of(severity, subject).title("Pinned")
        .sentence("%s waited for %s while pinned to its carrier%s%s: the worker could run nothing else."
            .formatted(calledFirst(subject), Say.duration(worst.lengthNanos()), in(worst), aside(worst))
            + (worst.explanation().isEmpty() ? "" : " " + worst.explanation()))
        .advice(
            "Look at the stack for the native frame or the class initializer that pins it. Do the waiting outside of it, or "
                + "on the blocking pool.")
        .evidence("Longest wait", worst.lengthNanos(), Unit.NANOS)
        .evidence("Waits in the last 10 s", incidents.size(), Unit.COUNT)
        .evidence("Began", worst.at(), Unit.INSTANT)
        .stack(stack(worstFirst(incidents)))
        .build();
  }
}
