package dev.kioto.bench.net;

import dev.kioto.bench.net.Subject.Protocol;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Measures servers under the same load, in rounds: in each, every one in turn, in a new process.
public final class NetworkComparison {

  /// A server under a load. Figures are medians over rounds, and ratios those of medians.
  ///
  /// @param benchmark the scenario
  /// @param subject what was measured
  /// @param requestsPerSecond that were answered
  /// @param p50Micros median latency, in microseconds
  /// @param p99Micros the 99th percentile
  /// @param p999Micros the 99.9th
  /// @param cpuMicrosPerRequest processor time of the server's process
  /// @param requestsPerCpuSecond throughput per core: more is better
  /// @param perCoreToVirtual that beside the JDK's virtual threads; null when these were not measured
  /// @param perCoreToNetty that beside Netty with as many threads; null when that was not measured
  /// @param rounds how many
  public record Row(String benchmark, String subject, double requestsPerSecond, double p50Micros, double p99Micros,
      double p999Micros, double cpuMicrosPerRequest, double requestsPerCpuSecond, @Nullable Double perCoreToVirtual,
      @Nullable Double perCoreToNetty, int rounds) {}

  private NetworkComparison() {}

  /// What is missing on this machine for a scenario, and how to get it; nothing when it can be measured.
  public static Optional<String> missing(Scenario scenario) {
    return scenario.protocol() == Protocol.HTTP && Wrk.path().isEmpty() ? Optional.of(Wrk.advice()) : Optional.empty();
  }

  /// Measures, and gives a row for each subject.
  ///
  /// @throws IllegalStateException when a process fails
  public static List<Row> run(Scenario scenario, NetworkEffort effort) {
    Map<Subject, List<Figures>> runs = new EnumMap<>(Subject.class);
    for (int i = 0; i < effort.rounds(); i++) {
      for (var subject : effort.subjects()) {
        runs.computeIfAbsent(subject, _ -> new ArrayList<>()).add(measure(subject, scenario, effort));
      }
    }
    Map<Subject, Figures> medians = new EnumMap<>(Subject.class);
    runs.forEach((subject, figures) -> medians.put(subject, Figures.median(figures)));
    return effort.subjects().stream().map(subject -> row(scenario, subject, medians, effort)).toList();
  }

  private static Figures measure(Subject subject, Scenario scenario, NetworkEffort effort) {
    return figures(subject, scenario, effort, List.of());
  }

  /// Measures one server once.
  ///
  /// @param options of its JVM, besides those that all get
  /// @throws IllegalStateException when a process fails
  public static Figures figures(Subject subject, Scenario scenario, NetworkEffort effort, List<String> options) {
    try (var server = Child.jvm(options, ServerMain.class, effort.workers(),
        List.of(subject.name(), scenario.protocol().name(), Integer.toString(effort.workers())))) {
      int port = Integer.parseInt(server.line());
      return switch (scenario.protocol()) {
        case ECHO -> echo(new EchoLoad.Plan(port, server.pid(), scenario.connections(), scenario.bytes(),
            Math.min(effort.loadThreads(), scenario.connections()), effort.warmupMillis(), effort.millis()));
        case HTTP -> Wrk.measure(port, server.pid(), "/", scenario.connections(), effort);
      };
    }
  }

  private static Figures echo(EchoLoad.Plan plan) {
    try (var load = Child.jvm(EchoLoad.class, plan.threads(), plan.arguments())) {
      return Figures.parse(load.line());
    }
  }

  private static Row row(Scenario scenario, Subject subject, Map<Subject, Figures> medians, NetworkEffort effort) {
    var own = medians.get(subject);
    if (own == null) {
      throw new IllegalStateException(subject + " was not measured");
    }
    return new Row(scenario.name(), subject.title(), rounded(own.requestsPerSecond()), rounded(own.p50Micros()),
        rounded(own.p99Micros()), rounded(own.p999Micros()), rounded(own.cpuMicros()),
        rounded(own.requestsPerCpuSecond()), ratio(own, medians.get(Subject.VIRTUAL)),
        ratio(own, medians.get(Subject.NETTY_MATCHED)), effort.rounds());
  }

  private static @Nullable Double ratio(Figures own, @Nullable Figures peer) {
    return peer == null ? null : rounded(own.requestsPerCpuSecond() / peer.requestsPerCpuSecond());
  }

  private static double rounded(double value) {
    return Double.isFinite(value) ? Math.round(value * 1_000) / 1_000.0 : value;
  }
}
