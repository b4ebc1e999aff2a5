package dev.kioto.bench.net;

/// A server under a load, beside a peer. Figures are medians over rounds, and ratios those of medians.
///
/// @param benchmark the scenario
/// @param subject what was measured
/// @param requestsPerSecond that were answered
/// @param p50Micros median latency, in microseconds
/// @param p99Micros the 99th percentile
/// @param cpuMicrosPerRequest processor time of the server's process
/// @param requestsPerCpuSecond throughput per core: more is better
/// @param perCoreToPeer that beside the peer; 1 of the peer itself
/// @param rounds how many
public record PeerRow(String benchmark, String subject, double requestsPerSecond, double p50Micros, double p99Micros,
    double cpuMicrosPerRequest, double requestsPerCpuSecond, double perCoreToPeer, int rounds) {

  static PeerRow of(String benchmark, String subject, Figures own, Figures peer, int rounds) {
    return new PeerRow(benchmark, subject, rounded(own.requestsPerSecond()), rounded(own.p50Micros()),
        rounded(own.p99Micros()), rounded(own.cpuMicros()), rounded(own.requestsPerCpuSecond()),
        rounded(own.requestsPerCpuSecond() / peer.requestsPerCpuSecond()), rounds);
  }

  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }
}
