package dev.kioto.console.diagnosis;

import dev.kioto.console.model.Incident;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task blocks in place while it holds a lock: whoever needs the lock waits for what it blocks on.
final class BlockInPlaceWithLock extends IncidentDetector {

  BlockInPlaceWithLock() {
    super(Incident.Kind.BLOCK_IN_PLACE_WITH_LOCK);
  }

  @Override
  public String id() {
    return "block-in-place-with-lock";
  }

  @Override
  public String meaning() {
    return "A task blocks in place while it holds a lock: whoever needs the lock waits too.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(Limits.WARN, "how long it blocks", 100_000_000L),
        Threshold.nanos(Limits.CRITICAL, "how long it blocks", 5_000_000_000L));
  }

  @Override
  @Nullable Finding finding(Subject subject, List<Incident> incidents, RunView run, Limits limits) {
    var worst = worst(incidents);
    var severity = limits.severity(worst.ownNanos());
    if (severity == null) return null;
    Integer waiters = run.model().resources().find(worst.resourceId(), (resource, _) -> resource.waiterCount());
    int waiting = waiters == null ? 0 : waiters;
    var lock = worst.text() + " " + Long.toUnsignedString(worst.resourceId());
    return Finding.of(severity, subject).title("Blocks in place with a lock")
        .sentence("%s %s in place for %s%s while it %s the %s%s."
            .formatted(calledFirst(subject), worst.ongoing() ? "blocks" : "blocked", Say.duration(worst.lengthNanos()),
                in(worst), worst.ongoing() ? "holds" : "held", lock,
                waiting == 0 ? "" : ", for which " + Say.count(waiting, "task") + (waiting == 1 ? " waits" : " wait")))
        .advice(
            "Let go of the lock before blocking: take a copy of what it guards, or give the blocking part to a task of its "
                + "own.")
        .evidence("Blocked for", worst.lengthNanos(), Unit.NANOS)
        .evidence("Lock", lock)
        .evidence("Wait for it now", waiting, Unit.COUNT)
        .evidence("Began", worst.at(), Unit.INSTANT)
        .cause(new Cause(Subject.Kind.RESOURCE, Long.toUnsignedString(worst.resourceId()), worst.text(), null))
        .stack(stack(worstFirst(incidents)))
        .build();
  }
}
