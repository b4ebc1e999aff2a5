package dev.kioto.console.diagnosis;

import dev.kioto.console.model.Incident;
import org.jspecify.annotations.Nullable;

/// One worker of a runtime has the work, and the others have none.
///
/// A worker that is held by long polls or by a pinned task is busy with that: it is told of as such, and there is no work to divide.
final class WorkerImbalance extends SpreadDetector {

  private static final String BUSY = "busy";
  private static final String OTHERS = "others";
  private static final int MOST_INCIDENTS = 1000;

  WorkerImbalance() {
    super(Threshold.percent(BUSY, "the share of the time that the busiest worker was busy", 60),
        Threshold.percent(OTHERS, "the share of the time that the others were busy on average, at most", 20));
  }

  @Override
  public String id() {
    return "worker-imbalance";
  }

  @Override
  public String meaning() {
    return "One worker of a runtime has nearly all the work, and the others have none.";
  }

  @Override
  @Nullable Finding finding(Spread spread, long from, RunView run, Limits limits) {
    return isUneven(spread, limits) && !isHeld(spread, from, run) ? finding(spread, limits, run) : null;
  }

  private static boolean isUneven(Spread spread, Limits limits) {
    if (spread.workers().size() < 2) return false;
    return 100 * busiest(spread).busyShare() >= limits.get(BUSY) && 100 * others(spread) <= limits.get(OTHERS);
  }

  /// Whether most of what the busiest worker did was to be held.
  private static boolean isHeld(Spread spread, long from, RunView run) {
    long to = from + spread.nanos();
    long held = Math.max(told(Incident.Kind.LONG_POLL, spread, from, to, run),
        told(Incident.Kind.PINNED, spread, from, to, run));
    return 2.0 * held >= busiest(spread).busyShare() * spread.nanos();
  }

  /// How long incidents of a kind lasted, within a time, on the busiest worker.
  private static long told(Incident.Kind kind, Spread spread, long from, long to, RunView run) {
    int worker = busiest(spread).worker().index();
    return run.model().incidents().list(one -> one.kind() == kind && one.runtimeId() == spread.runtimeId()
        && one.worker() == worker && one.at() < to && (one.ongoing() || one.end() > from), MOST_INCIDENTS).stream()
        .mapToLong(one -> (one.ongoing() ? to : Math.min(one.end(), to)) - Math.max(one.at(), from)).sum();
  }

  private static Spread.Did busiest(Spread spread) {
    var busiest = spread.workers().getFirst();
    for (var one : spread.workers()) {
      if (one.busyShare() > busiest.busyShare()) busiest = one;
    }
    return busiest;
  }

  private static double others(Spread spread) {
    double all = 0;
    for (var one : spread.workers()) all += one.busyShare();
    return (all - busiest(spread).busyShare()) / (spread.workers().size() - 1);
  }

  private static Finding finding(Spread spread, Limits limits, RunView run) {
    var busiest = busiest(spread);
    int index = busiest.worker().index();
    var finding = Finding.of(Severity.WARNING, spread.subject())
        .title("Work is unevenly spread")
        .sentence("Worker %d of %s was busy %s of the last %s, the others %s of it: they cannot help it."
            .formatted(index, spread.called(), Say.percent(busiest.busyShare()), Say.duration(spread.nanos()),
                Say.percent(others(spread))))
        .advice(
            "Divide what it does into tasks of their own: a task runs on one worker at a time, however much it does.")
        .evidence("Busiest worker", Math.round(100 * busiest.busyShare()), Unit.PERCENT)
        .evidence("The others", Math.round(100 * others(spread)), Unit.PERCENT)
        .evidence("Window", limits.get(WINDOW), Unit.NANOS)
        .cause(new Cause(Subject.Kind.WORKER, Long.toUnsignedString(spread.runtimeId()) + "/" + index,
            busiest.worker().threadName(), busiest.busyShare()));
    if (busiest.worker().currentTask() != 0) finding.cause(run.task(busiest.worker().currentTask()));
    return finding.build();
  }
}
