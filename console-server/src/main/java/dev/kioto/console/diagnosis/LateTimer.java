package dev.kioto.console.diagnosis;

import dev.kioto.console.model.Incident;
import java.util.List;

/// Timers of a runtime fire late, again and again, as its workers have no time for them.
final class LateTimer extends LengthDetector {

  private static final String TIMES = "times";

  LateTimer() {
    super(Incident.Kind.LATE_TIMER);
  }

  @Override
  public String id() {
    return "late-timer";
  }

  @Override
  public String meaning() {
    return "Timers fire late: when they are due, all workers run tasks.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(Limits.WARN, "how late a timer fires", 10_000_000L),
        Threshold.nanos(Limits.CRITICAL, "how late a timer fires", 500_000_000L),
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
    var finding = Finding.of(severity, subject).title("Late timers")
        .sentence("Timers of %s fired up to %s late%s%s: %s in the last 10 s."
            .formatted(called(subject), Say.duration(worst.lengthNanos()), aside(worst),
                causes.isEmpty() ? "" : ", while its workers ran " + called(causes.getFirst()),
                Say.count(incidents.size(), "time")))
        .advice("Find what the workers ran when the timers were due: give it to the blocking pool, or have it yield.")
        .evidence("Latest timer", worst.lengthNanos(), Unit.NANOS)
        .evidence("Late in the last 10 s", incidents.stream().mapToLong(Incident::count).sum(), Unit.COUNT)
        .evidence("Was due", worst.at(), Unit.INSTANT);
    causes.forEach(finding::cause);
    return finding.build();
  }
}
