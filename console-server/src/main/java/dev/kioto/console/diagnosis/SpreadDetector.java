package dev.kioto.console.diagnosis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what is wrong with the workers of a runtime, by what they did in a window of time.
abstract class SpreadDetector implements RunDetector {

  /// The threshold that says over what time.
  static final String WINDOW = "window";

  private final Threshold first;
  private final Threshold second;

  /// @param first what else it looks at
  /// @param second likewise
  SpreadDetector(Threshold first, Threshold second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public final List<Threshold> thresholds() {
    return List.of(Threshold.nanos(WINDOW, "over what time", 3_000_000_000L), first, second);
  }

  @Override
  public final Verdict look(RunView run, Limits limits) {
    var missing = run.missing(Source.WORKERS);
    if (missing != null) return new Verdict.CannotTell(missing);
    var before = run.workersBefore(limits.get(WINDOW));
    if (before == null) return new Verdict.CannotTell("The workers have not been watched for long enough yet.");
    var findings = new ArrayList<Finding>();
    for (var spread : Spread.between(before, run.model().schedulers().workers())) {
      var finding = finding(spread, before.asOf(), run, limits);
      if (finding != null) findings.add(finding);
    }
    return new Verdict.Found(findings);
  }

  /// What is wrong with a runtime; null when nothing is.
  ///
  /// @param from when the window began
  abstract @Nullable Finding finding(Spread spread, long from, RunView run, Limits limits);
}
