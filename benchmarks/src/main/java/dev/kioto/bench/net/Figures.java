package dev.kioto.bench.net;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What was measured of a server under load.
///
/// @param requestsPerSecond that were answered
/// @param p50Micros median latency, in microseconds
/// @param p99Micros the 99th percentile
/// @param p999Micros the 99.9th
/// @param cpuMicros processor time of the server for a request, in microseconds
public record Figures(double requestsPerSecond, double p50Micros, double p99Micros, double p999Micros,
    double cpuMicros) {

  /// Reads a line as [EchoLoad] prints it.
  static Figures parse(String line) {
    var n = Arrays.stream(line.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    return new Figures(n[0] / n[1], n[3], n[4], n[5], n[2] / n[0] * 1e6);
  }

  /// Of each figure the median.
  static Figures median(List<Figures> runs) {
    return new Figures(median(runs, Figures::requestsPerSecond), median(runs, Figures::p50Micros),
        median(runs, Figures::p99Micros), median(runs, Figures::p999Micros), median(runs, Figures::cpuMicros));
  }

  private static double median(List<Figures> runs, ToDoubleFunction<Figures> figure) {
    var sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /// Requests that are answered in a second of one processor that does nothing else.
  double requestsPerCpuSecond() {
    return 1e6 / cpuMicros;
  }
}
