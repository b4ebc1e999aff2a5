package dev.kioto.bench;

import dev.kioto.bench.Benchmarks.Memory;
import dev.kioto.bench.Benchmarks.Paired;
import dev.kioto.bench.Benchmarks.Sent;
import dev.kioto.bench.Benchmarks.Snapshot;
import dev.kioto.bench.Benchmarks.Timed;
import dev.kioto.bench.Benchmarks.Timers;
import dev.kioto.bench.net.Copies;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Measures a subject and its peer in turn (A B A B), each time in a new process, so that a machine whose speed drifts
/// does not favour one of them.
final class Comparison {

  /// How much to measure.
  ///
  /// @param runs processes of each
  /// @param warmups warm-up iterations in each
  /// @param iterations measured iterations in each
  /// @param millis length of one iteration
  /// @param tasks idle tasks, or live timers, where those are measured
  /// @param mebibytes of a file that is sent
  /// @param workers of Kioto, and carriers of the JDK
  record Effort(int runs, int warmups, int iterations, int millis, int tasks, int mebibytes, int workers) {
    static final Effort FULL = new Effort(5, 5, 5, 1_000, IdleTasks.TASKS, Copies.MEBIBYTES, Workload.WORKERS);
    static final Effort SHORT = new Effort(3, 3, 3, 300, IdleTasks.TASKS, Copies.MEBIBYTES, Workload.WORKERS);

    Effort withWorkers(int number) {
      return new Effort(runs, warmups, iterations, millis, tasks, mebibytes, number);
    }

    long seconds() {
      return 2L * runs * (warmups + iterations) * millis / 1_000;
    }
  }

  private static final List<String> SNAPSHOT_UNITS = List.of("ms, first console", "ms, third console",
      "ms, one that decodes", "MiB");

  /// What was measured.
  ///
  /// @param benchmark its name
  /// @param subject what was measured
  /// @param peer what it was compared with
  /// @param unit of the medians; less is better
  /// @param subjectMedian the median over runs of each run's mean
  /// @param peerMedian the same of the peer
  /// @param ratio the median over pairs of subject to peer: under 1 the subject takes less
  /// @param runs pairs
  /// @param subjectBytes the median over runs of the bytes that an operation allocates; null where that is not measured
  /// @param peerBytes the same of the peer
  record Row(String benchmark, String subject, String peer, String unit, double subjectMedian, double peerMedian,
      double ratio, int runs, @Nullable Double subjectBytes, @Nullable Double peerBytes) {}

  /// What rows have in common.
  ///
  /// @param benchmark its name
  /// @param subject what was measured
  /// @param peer what it was compared with
  record Title(String benchmark, String subject, String peer) {}

  private Comparison() {}

  /// Measures, and gives one row for each quantity.
  static List<Row> run(Paired benchmark, Effort effort) {
    var subject = new ArrayList<double[]>();
    var peer = new ArrayList<double[]>();
    for (int i = 0; i < effort.runs(); i++) {
      switch (benchmark) {
        case Timed timed -> {
          var own = timed.workers() == 0 ? effort : effort.withWorkers(timed.workers());
          subject.add(Fork.time(timed.subjectMethod(), own));
          peer.add(Fork.time(timed.peerMethod(), own));
        }
        case Memory memory -> {
          subject.add(Fork.memory(memory.subjectKind(), effort));
          peer.add(Fork.memory(memory.peerKind(), effort));
        }
        case Timers timers -> {
          subject.add(Fork.timers(timers.subjectKind(), effort));
          peer.add(Fork.timers(timers.peerKind(), effort));
        }
        case Snapshot _ -> {
          subject.add(Fork.snapshot(effort.tasks(), effort));
          peer.add(Fork.snapshot(effort.tasks() / 10, effort));
        }
        case Sent sent -> {
          subject.add(Fork.copies(sent.subjectKind(), effort));
          peer.add(Fork.copies(sent.peerKind(), effort));
        }
      }
    }
    var title = new Title(benchmark.name(), benchmark.subject(), benchmark.peer());
    return switch (benchmark) {
      case Timed _ -> List.of(
          row(title, "ns/op", subject, peer, 0, round(median(subject, 1)), round(median(peer, 1))));
      case Memory _ -> rows(title, List.of("heap B/task", "RSS B/task"), subject, peer);
      case Timers _ -> rows(title, List.of("ns/add", "ns/cancel", "late us 50%", "late us 99%", "late 99.9%",
          "late us max"), subject, peer);
      case Snapshot _ -> rows(title, SNAPSHOT_UNITS, subject, peer);
      case Sent _ -> rows(title, List.of("ms", "CPU ms"), subject, peer);
    };
  }

  /// Rows of figures that were taken together, one for each unit.
  static List<Row> rows(Title title, List<String> units, List<double[]> subject, List<double[]> peer) {
    return IntStream.range(0, units.size())
        .mapToObj(i -> row(title, units.get(i), subject, peer, i, null, null)).toList();
  }

  private static Row row(Title title, String unit, List<double[]> subject, List<double[]> peer, int figure,
      @Nullable Double subjectBytes, @Nullable Double peerBytes) {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < subject.size(); i++) {
      ratios.add(subject.get(i)[figure] / peer.get(i)[figure]);
    }
    return new Row(title.benchmark(), title.subject(), title.peer(), unit, round(median(subject, figure)),
        round(median(peer, figure)), round(median(ratios)), subject.size(), subjectBytes, peerBytes);
  }

  private static double median(List<double[]> runs, int figure) {
    return median(runs.stream().map(run -> run[figure]).toList());
  }

  static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
  }

  private static double round(double value) {
    return Double.isFinite(value) ? Math.round(value * 1_000) / 1_000.0 : value;
  }
}
