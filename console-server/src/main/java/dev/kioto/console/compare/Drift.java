package dev.kioto.console.compare;

import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Comparison.ArmValues;
import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.api.lab.Finding.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds measures that change slowly from slice to slice. What follows each other closely is alike then, and slices count for fewer than they
/// are: their intervals come out too narrow. (The lag-1 autocorrelation of batch means: Law and Kelton, Simulation Modeling and Analysis.)
public final class Drift {

  private static final int MOST_NAMED = 5;

  private Drift() {}

  /// What is to be said of it, as a sentence; null when nothing is.
  public static @Nullable String note(Comparison comparison) {
    var drifting = comparison.findings().stream()
        .filter(finding -> finding.verdict() != Verdict.NONE && isDrifting(comparison, finding))
        .map(finding -> Measures.of(finding.measure()).label()).toList();
    if (drifting.isEmpty()) return null;
    int more = drifting.size() - MOST_NAMED;
    return "Slices that follow each other are alike in some measures, so that their intervals are narrower than they should be, and a longer "
        + "stretch tells more: " + drifting.stream().limit(MOST_NAMED).collect(Collectors.joining("; "))
        + (more > 0 ? "; and " + more + " more." : ".");
  }

  private static boolean isDrifting(Comparison comparison, Finding finding) {
    var baseline = comparison.arms().stream().filter(arm -> arm.isBaseline()).findFirst().orElseThrow().letter();
    var here = values(comparison, finding.measure(), baseline);
    var there = values(comparison, finding.measure(), finding.arm());
    if (here == null || there == null) return false;
    var rounds = new TreeSet<>(here.values().keySet());
    rounds.retainAll(there.values().keySet());
    List<Double> differences = new ArrayList<>();
    for (int round : rounds) {
      double from = Objects.requireNonNull(here.values().get(round));
      double to = Objects.requireNonNull(there.values().get(round));
      differences.add(finding.isRelative() ? Math.log(to / from) : to - from);
    }
    return autocorrelation(differences) > 2 / Math.sqrt(differences.size()); // what chance passes one time in forty
  }

  private static @Nullable ArmValues values(Comparison comparison, String measure, String arm) {
    return comparison.values().stream().filter(one -> one.measure().equals(measure) && one.arm().equals(arm))
        .findFirst()
        .orElse(null);
  }

  /// How much each value is like the one before: from -1 to 1; 0 when they are all the same.
  static double autocorrelation(List<Double> values) {
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double squares = 0;
    double products = 0;
    for (int i = 0; i < values.size(); i++) {
      squares += (values.get(i) - mean) * (values.get(i) - mean);
      if (i > 0) products += (values.get(i) - mean) * (values.get(i - 1) - mean);
    }
    return squares == 0 ? 0 : products / squares;
  }
}
