package dev.kioto.bench;

import dev.kioto.bench.Benchmarks.Benchmark;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs a subject and its peer in turn (A B A B), each run in a new process, so that a machine whose speed drifts does not
/// favour one of them.
final class Comparison {

  /// How much to measure.
  ///
  /// @param runs processes of each
  /// @param warmups warm-up iterations in each
  /// @param iterations measured iterations in each
  /// @param millis length of one iteration
  record Effort(int runs, int warmups, int iterations, int millis) {
    static final Effort FULL = new Effort(5, 5, 5, 1_000);
    static final Effort SHORT = new Effort(3, 3, 3, 300);

    long seconds() {
      return 2L * runs * (warmups + iterations) * millis / 1_000;
    }
  }

  /// What was measured.
  ///
  /// @param benchmark its name
  /// @param subject what was measured
  /// @param peer what it was compared with
  /// @param unit of the medians; less is better
  /// @param subjectMedian the median over runs of each run's mean
  /// @param peerMedian the same of the peer
  /// @param ratio the median over pairs of subject to peer: under 1 the subject is faster
  /// @param runs pairs
  record Row(String benchmark, String subject, String peer, String unit, double subjectMedian, double peerMedian,
      double ratio, int runs) {}

  private Comparison() {}

  static Row run(Benchmark benchmark, Effort effort) {
    var subject = new ArrayList<Double>();
    var peer = new ArrayList<Double>();
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < effort.runs(); i++) {
      double a = measure(benchmark.subjectMethod(), effort);
      double b = measure(benchmark.peerMethod(), effort);
      subject.add(a);
      peer.add(b);
      ratios.add(a / b);
    }
    return new Row(benchmark.name(), benchmark.subject(), benchmark.peer(), benchmark.unit(), round(median(subject)),
        round(median(peer)), round(median(ratios)), effort.runs());
  }

  private static double measure(String method, Effort effort) {
    var options = new OptionsBuilder()
        .include("^" + method.replace(".", "\\.") + "$")
        .forks(1)
        .warmupIterations(effort.warmups())
        .warmupTime(TimeValue.milliseconds(effort.millis()))
        .measurementIterations(effort.iterations())
        .measurementTime(TimeValue.milliseconds(effort.millis()))
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true)
        .jvmArgs("--add-opens=java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow")
        .build();
    try {
      return new Runner(options).runSingle().getPrimaryResult().getScore();
    } catch (RunnerException e) {
      throw new IllegalStateException("could not measure " + method + ": " + e.getMessage(), e);
    }
  }

  static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
  }

  private static double round(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }
}
