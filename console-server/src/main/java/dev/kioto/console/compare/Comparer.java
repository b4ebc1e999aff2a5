package dev.kioto.console.compare;

import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Comparison.ArmValues;
import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.api.lab.Finding.Verdict;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.api.lab.Measure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/// Says what the runs of several combinations of settings show.
public final class Comparer {

  /// How sure all intervals are together.
  public static final double CONFIDENCE = 0.95;

  private static final Map<Verdict, Integer> RANK = Map.of(Verdict.BETTER, 0, Verdict.WORSE, 0, Verdict.DIFFERS, 1,
      Verdict.NONE, 2, Verdict.UNKNOWN, 3);

  private final List<Arm> arms;
  private final Arm baseline;
  private final int rounds;
  private final Map<String, Map<String, Map<Integer, Double>>> values = new TreeMap<>(Measures.order()); // measure, arm, round

  private Comparer(List<Arm> arms, String baseline, List<LabRun> runs) {
    this.arms = arms.stream().map(arm -> new Arm(arm.letter(), arm.label(), arm.settings(),
        arm.letter().equals(baseline))).toList();
    this.baseline = this.arms.stream().filter(Arm::isBaseline).findFirst().orElseThrow();
    this.rounds = runs.stream().mapToInt(LabRun::round).max().orElse(0);
    for (var run : runs) {
      run.measures().forEach((measure, value) -> {
        if (Double.isFinite(value)) {
          values.computeIfAbsent(measure, _ -> new TreeMap<>()).computeIfAbsent(run.arm(), _ -> new TreeMap<>())
              .put(run.round(), value);
        }
      });
    }
  }

  /// Compares runs.
  ///
  /// @param arms what is compared
  /// @param baseline the letter of what the others are compared to
  /// @param runs those that were measured, in any order; failed ones are passed over
  /// @param notes what has to be known besides
  /// @throws IllegalArgumentException if no arm has the baseline's letter
  public static Comparison compare(List<Arm> arms, String baseline, List<LabRun> runs, List<String> notes) {
    if (arms.stream().noneMatch(arm -> arm.letter().equals(baseline))) {
      throw new IllegalArgumentException("there is no '" + baseline + "' in this experiment: there are "
          + String.join(", ", arms.stream().map(Arm::letter).toList()));
    }
    var measured = runs.stream().filter(run -> run.problem() == null).toList();
    return new Comparer(arms, baseline, measured).comparison(measured, notes);
  }

  private Comparison comparison(List<LabRun> runs, List<String> notes) {
    var pairs = pairs();
    var all = new ArrayList<>(notes);
    double critical = critical(pairs, all);
    var findings = new ArrayList<Finding>();
    for (var pair : pairs) findings.add(pair.finding(critical));
    findings.sort(Comparator.comparing((Finding finding) -> RANK.getOrDefault(finding.verdict(), 3))
        .thenComparing(Comparer::effect, Comparator.reverseOrder()));
    return new Comparison(arms, rounds, CONFIDENCE, values.keySet().stream().map(Measures::of).toList(), findings,
        armValues(), Spread.of(arms, runs), all);
  }

  private static double critical(List<Pair> pairs, List<String> notes) {
    var told = pairs.stream().filter(Pair::canTell).toList();
    if (told.isEmpty()) {
      if (!pairs.isEmpty()) {
        notes
            .add("No difference can be shown: that takes " + SignFlips.LEAST_ROUNDS + " rounds at least, as with fewer "
                + "every outcome is likely by chance.");
      }
      return Double.POSITIVE_INFINITY;
    }
    var differences = told.stream().map(Pair::differences).toArray(double[][]::new);
    return new SignFlips(differences[0].length).critical(differences, 1 - CONFIDENCE);
  }

  private List<Pair> pairs() {
    var pairs = new ArrayList<Pair>();
    for (var measure : values.entrySet()) {
      var here = measure.getValue().get(baseline.letter());
      if (here == null) continue;
      for (var arm : arms) {
        var there = measure.getValue().get(arm.letter());
        if (!arm.isBaseline() && there != null) pairs.add(pair(Measures.of(measure.getKey()), arm, here, there));
      }
    }
    return pairs;
  }

  private Pair pair(Measure measure, Arm arm, Map<Integer, Double> here, Map<Integer, Double> there) {
    var common = new TreeSet<>(here.keySet());
    common.retainAll(there.keySet());
    boolean isRelative = common.stream().allMatch(round -> value(here, round) > 0 && value(there, round) > 0);
    var differences = new double[rounds];
    for (int round = 1; round <= rounds; round++) {
      double from = here.getOrDefault(round, Double.NaN);
      double to = there.getOrDefault(round, Double.NaN);
      differences[round - 1] = isRelative ? Math.log(to / from) : to - from;
    }
    return new Pair(measure, baseline, arm, median(here), median(there), isRelative, differences, common.size());
  }

  private static double value(Map<Integer, Double> values, int round) {
    return Objects.requireNonNull(values.get(round));
  }

  private List<ArmValues> armValues() {
    var all = new ArrayList<ArmValues>();
    values.forEach((measure, byArm) -> {
      for (var arm : arms) {
        var byRound = byArm.get(arm.letter());
        if (byRound == null) continue;
        var sorted = byRound.values().stream().mapToDouble(Double::doubleValue).summaryStatistics();
        all.add(new ArmValues(measure, arm.letter(), median(byRound), sorted.getMin(), sorted.getMax(), byRound));
      }
    });
    return all;
  }

  private static double median(Map<Integer, Double> values) {
    return Spread.median(values.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  // How many times as much or as little: twice and half are the same distance from equal.
  private static double effect(Finding finding) {
    if (finding.isRelative()) return Math.abs(Math.log1p(finding.change()));
    double scale = Math.max(Math.abs(finding.baseline()), Math.abs(finding.value()));
    return scale == 0 ? 0 : Math.abs(finding.change()) / scale;
  }
}
