package dev.kioto.console.diagnosis;

import dev.kioto.console.model.Incident;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task is made to give way again and again, because it uses up its budget: it always finds something to do.
final class BudgetExhausted extends IncidentDetector {

  private static final String TIMES = "times";
  private static final long LEAST_NANOS = 900_000_000L; // two periods of the program

  BudgetExhausted() {
    super(Incident.Kind.BUDGET_EXHAUSTED);
  }

  @Override
  public String id() {
    return "budget-exhausted";
  }

  @Override
  public String meaning() {
    return "A task uses up its budget again and again, and is made to give way.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.count(TIMES, "how often in a second, for a second and longer", 300));
  }

  @Override
  @Nullable Finding finding(Subject subject, List<Incident> incidents, RunView run, Limits limits) {
    var going = incidents.stream().filter(one -> one.ongoing() && one.lengthNanos() >= LEAST_NANOS
        && one.count() >= limits.get(TIMES)).findFirst();
    if (going.isEmpty()) return null;
    var one = going.get();
    return Finding.of(Severity.WARNING, subject).title("Budget used up")
        .sentence(
            "%s used up its budget %d times in a second, and has done so for %s: each time it was made to give way%s."
                .formatted(calledFirst(subject), one.count(), Say.duration(one.lengthNanos()),
                    one.crowded() >= 0.1 ? ", and others waited in " + Say.percent(one.crowded()) + " of the looks"
                        : ""))
        .advice("Have it take what waits for it all at once (recvMany), or put the work of many messages into one.")
        .evidence("Budgets in the last second", one.count(), Unit.PER_SECOND)
        .evidence("For", one.lengthNanos(), Unit.NANOS)
        .evidence("Others waited in", Math.round(100 * one.crowded()), Unit.PERCENT)
        .build();
  }
}
