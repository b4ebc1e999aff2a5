package dev.kioto.console.diagnosis;

import org.jspecify.annotations.Nullable;

/// Workers are woken again and again, and find nothing to poll: far more often than they poll anything.
///
/// A worker that is woken for a task wakes another in case there are more: so half of the wakeups find nothing where all tasks come from
/// outside one by one, which is as it should be.
final class NoopWakeups extends SpreadDetector {

  private static final String SHARE = "share";
  private static final String RATE = "rate";

  NoopWakeups() {
    super(Threshold.percent(SHARE, "the share of the wakeups that found nothing", 80),
        Threshold.count(RATE, "how many such wakeups a second there are at least", 200));
  }

  @Override
  public String id() {
    return "noop-wakeups";
  }

  @Override
  public String meaning() {
    return "Workers are woken again and again, and find nothing to run.";
  }

  @Override
  @Nullable Finding finding(Spread spread, long from, RunView run, Limits limits) {
    long parks = 0;
    long noops = 0;
    long polls = 0;
    for (var did : spread.workers()) {
      parks += did.parks();
      noops += did.noopWakeups();
      polls += did.polls();
    }
    double rate = noops * 1e9 / spread.nanos();
    boolean isMuch = rate >= limits.get(RATE) && 100.0 * noops >= (double) limits.get(SHARE) * parks && noops > polls;
    return isMuch ? finding(spread, noops, parks, polls, rate) : null;
  }

  private static Finding finding(Spread spread, long noops, long parks, long polls, double rate) {
    return Finding.of(Severity.WARNING, spread.subject())
        .title("Woken for nothing")
        .sentence("The workers of %s were woken %d times a second in the last %s and found nothing to run: %s of their "
            .formatted(spread.called(), Math.round(rate), Say.duration(spread.nanos()),
                Say.percent((double) noops / Math.max(noops, parks)))
            + "wakeups.")
        .advice(
            "Look for sockets that are open and that nobody reads, and for timers that are set and cancelled all the "
                + "time.")
        .evidence("Empty wakeups a second", Math.round(rate), Unit.PER_SECOND)
        .evidence("Empty wakeups", noops, Unit.COUNT)
        .evidence("Wakeups", Math.max(noops, parks), Unit.COUNT)
        .evidence("Polls meanwhile", polls, Unit.COUNT)
        .build();
  }
}
