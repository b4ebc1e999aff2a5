package dev.kioto.console.compare;

import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.api.lab.Comparison.ArmDistribution;
import dev.kioto.console.api.lab.Comparison.PercentileBand;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.api.lab.LabRun.Bucket;
import dev.kioto.console.api.lab.LabRun.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// How times were spread under each combination of settings, over its runs.
final class Spread {

  private Spread() {}

  static List<ArmDistribution> of(List<Arm> arms, List<LabRun> runs) {
    var names = new TreeSet<String>();
    for (var run : runs) names.addAll(run.distributions().keySet());
    var all = new ArrayList<ArmDistribution>();
    for (var name : names) {
      for (var arm : arms) {
        var here = new ArrayList<Distribution>();
        for (var run : runs) {
          var distribution = run.distributions().get(name);
          if (run.arm().equals(arm.letter()) && distribution != null) here.add(distribution);
        }
        if (!here.isEmpty())
          all.add(new ArmDistribution(Measures.distribution(name), arm.letter(), bands(here), together(here)));
      }
    }
    return all;
  }

  private static List<PercentileBand> bands(List<Distribution> runs) {
    var bands = new ArrayList<PercentileBand>();
    for (double percentile : Measures.PERCENTILES) {
      var values = runs.stream().map(run -> run.percentiles().get(Measures.percentile(percentile)))
          .filter(value -> value != null).mapToDouble(Double::doubleValue).sorted().toArray();
      if (values.length == 0) continue;
      bands.add(new PercentileBand(percentile, median(values), values[0], values[values.length - 1]));
    }
    return bands;
  }

  private static List<Bucket> together(List<Distribution> runs) {
    var byStart = new TreeMap<Long, Bucket>();
    for (var run : runs) {
      for (var bucket : run.buckets()) {
        byStart.merge(bucket.fromNanos(), bucket,
            (one, other) -> new Bucket(one.fromNanos(), one.toNanos(), one.count() + other.count()));
      }
    }
    return List.copyOf(byStart.values());
  }

  /// The middle one, or the mean of the two in the middle. Not of none.
  static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
