package dev.kioto.console.api.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What comes of an experiment, or of any two things that were measured alike.
///
/// @param arms what is compared, the baseline among them
/// @param rounds how many of each there are at most
/// @param confidence of all intervals together: 0.95
/// @param measures what was measured
/// @param findings what differs first, the largest effects of these first; then what these runs show no difference of
/// @param values of each measure of each arm
/// @param distributions of times, over all rounds
/// @param notes what has to be known to read this: too few rounds, failed runs, a machine that was busy
public record Comparison(
    List<Arm> arms,
    int rounds,
    double confidence,
    List<Measure> measures,
    List<Finding> findings,
    List<ArmValues> values,
    List<ArmDistribution> distributions,
    List<String> notes) {

  /// The same with one more note.
  ///
  /// @param note null for none
  public Comparison with(@Nullable String note) {
    if (note == null) return this;
    var more = new ArrayList<>(notes);
    more.add(note);
    return new Comparison(arms, rounds, confidence, measures, findings, values, distributions, more);
  }

  /// A measure under one combination of settings.
  ///
  /// @param values of the runs, by round
  public record ArmValues(String measure, String arm, double median, double least, double most,
      Map<Integer, Double> values) {
  }

  /// How times were spread under one combination of settings.
  ///
  /// @param name `scheduling delay`, `poll time`, `latency`
  /// @param percentiles the medians over the runs, in nanoseconds, the lowest percentile first
  /// @param buckets of all runs together; empty where only percentiles are known
  public record ArmDistribution(String name, String arm, List<PercentileBand> percentiles,
      List<LabRun.Bucket> buckets) {
  }

  /// A percentile over the runs.
  ///
  /// @param percentile 50, 99.9, 100 for the longest
  /// @param median over the runs, in nanoseconds
  /// @param least of any run
  /// @param most of any run
  public record PercentileBand(double percentile, double median, double least, double most) {
  }
}
