package dev.kioto.bench;

import dev.kioto.bench.Benchmarks.Watched;
import dev.kioto.bench.Benchmarks.WatchedServer;
import dev.kioto.bench.Comparison.Effort;
import dev.kioto.bench.Comparison.Row;
import dev.kioto.bench.net.NetworkComparison;
import dev.kioto.bench.net.NetworkEffort;
import dev.kioto.bench.net.Subject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Measures a program unwatched and watched at each level, in rounds: in each, every one in turn, in a new process.
final class WatchComparison {
  private WatchComparison() {}

  /// Measures tasks. Gives two rows for each level, of time and of processor time for an operation; the peer is the
  /// program that nothing watches.
  static List<Row> run(Watched benchmark, Effort effort) {
    var runs = rounds(effort.runs(), watch -> Fork.watched(benchmark.method(), effort, watch));
    return rows(benchmark.name(), List.of("ns/op", "CPU ns/op"), runs);
  }

  /// Measures a server under load. Gives three rows for each level: of time, processor time and 99 % latency for a
  /// request.
  static List<Row> run(WatchedServer benchmark, NetworkEffort effort) {
    var runs = rounds(effort.rounds(), watch -> {
      var figures = NetworkComparison.figures(Subject.KIOTO_FUTURE, benchmark.scenario(), effort, watch.jvmArgs());
      return new double[] {1e6 / figures.requestsPerSecond(), figures.cpuMicros(), figures.p99Micros()};
    });
    return rows(benchmark.name(), List.of("us/req", "CPU us/req", "p99 us"), runs);
  }

  private static Map<Watch, List<double[]>> rounds(int rounds, Measurement measurement) {
    Map<Watch, List<double[]>> runs = new EnumMap<>(Watch.class);
    for (int i = 0; i < rounds; i++) {
      for (var watch : Watch.values()) {
        runs.computeIfAbsent(watch, _ -> new ArrayList<>()).add(measurement.of(watch));
      }
    }
    return runs;
  }

  private static List<Row> rows(String name, List<String> units, Map<Watch, List<double[]>> runs) {
    var peer = Objects.requireNonNull(runs.get(Watch.ABSENT));
    return Stream.of(Watch.values()).filter(watch -> watch != Watch.ABSENT)
        .flatMap(watch -> Comparison.rows(new Comparison.Title(name, watch.title(), Watch.ABSENT.title()), units,
            Objects.requireNonNull(runs.get(watch)), peer).stream())
        .toList();
  }

  private interface Measurement {
    double[] of(Watch watch);
  }
}
