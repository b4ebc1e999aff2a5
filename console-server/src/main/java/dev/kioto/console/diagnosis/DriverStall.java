package dev.kioto.console.diagnosis;

import dev.kioto.console.model.Incident;
import java.util.List;

/// A runtime did not ask the system about its channels, again and again.
final class DriverStall extends LengthDetector {

  private static final String TIMES = "times";

  DriverStall() {
    super(Incident.Kind.DRIVER_STALL);
  }

  @Override
  public String id() {
    return "driver-stall";
  }

  @Override
  public String meaning() {
    return "Sockets are not looked at: all workers run tasks, and none asks the system what is ready.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(Limits.WARN, "how long nobody asked", 10_000_000L),
        Threshold.nanos(Limits.CRITICAL, "how long nobody asked", 500_000_000L),
        Threshold.count(TIMES, "how often in ten seconds", 2));
  }

  @Override
  long enough(Limits limits) {
    return limits.get(TIMES);
  }

  @Override
  Subject subject(Incident incident, RunView run) {
    return runtime(run, incident);
  }

  @Override
  Finding finding(Severity severity, Subject subject, Incident worst, List<Incident> incidents, RunView run) {
    var causes = causes(run, incidents);
    var finding = Finding.of(severity, subject).title("Sockets are not looked at")
        .sentence("For %s%s no worker of %s asked for ready sockets%s: %s in the last 10 s."
            .formatted(Say.duration(worst.lengthNanos()), aside(worst), called(subject),
                causes.isEmpty() ? "" : ", as they ran " + called(causes.getFirst()),
                Say.count(incidents.size(), "stall")))
        .advice("Give the tasks that computed meanwhile to the blocking pool, have them yield, or lower the setting "
            + "event-interval, so that workers look more often.")
        .evidence("Longest stall", worst.lengthNanos(), Unit.NANOS)
        .evidence("Stalls in the last 10 s", incidents.size(), Unit.COUNT)
        .evidence("Began", worst.at(), Unit.INSTANT);
    causes.forEach(finding::cause);
    return finding.build();
  }
}
