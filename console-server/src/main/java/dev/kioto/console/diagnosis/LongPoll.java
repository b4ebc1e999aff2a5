package dev.kioto.console.diagnosis;

import dev.kioto.console.model.Incident;
import java.util.List;

/// Polls of a task hold their worker for long, so that nothing else runs there. One that is over is not told of, unless it was
/// very long.
final class LongPoll extends LengthDetector {

  LongPoll() {
    super(Incident.Kind.LONG_POLL);
  }

  @Override
  public String id() {
    return "long-poll";
  }

  @Override
  public String meaning() {
    return "A poll holds its worker for long: no other task runs there meanwhile.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(Limits.WARN, "how long a poll is, when there are several", 10_000_000L),
        Threshold.nanos(Limits.CRITICAL, "how long a poll is, also a single one", 50_000_000L));
  }

  @Override
  Finding finding(Severity severity, Subject subject, Incident worst, List<Incident> incidents, RunView run) {
    boolean goesOn = incidents.size() == 1 && worst.ongoing();
    var sentence = goesOn
        ? "%s holds its worker in one poll for %s now%s%s: nothing else runs there."
            .formatted(calledFirst(subject), Say.duration(worst.lengthNanos()), in(worst), aside(worst))
        : "%s held a worker in one poll for %s%s%s: %s in the last 10 s, and nothing else ran there meanwhile."
            .formatted(calledFirst(subject), Say.duration(worst.lengthNanos()), in(worst), aside(worst),
                Say.count(incidents.size(), "long poll"));
    return Finding.of(severity, subject).title("Long poll").sentence(sentence)
        .advice(
            "Look at the stack, which was taken while the poll went on. Move blocking calls and long computations to the "
                + "blocking pool (spawnBlocking, blockInPlace), or yield between their steps.")
        .evidence("Longest poll", worst.lengthNanos(), Unit.NANOS)
        .evidence("Of it by itself, at least", worst.ownNanos(), Unit.NANOS)
        .evidence("Process stood still, at most", worst.stoppedNanos(), Unit.NANOS)
        .evidence("Long polls in the last 10 s", incidents.size(), Unit.COUNT)
        .evidence("Poll began", worst.at(), Unit.INSTANT)
        .stack(stack(worstFirst(incidents)))
        .build();
  }
}
