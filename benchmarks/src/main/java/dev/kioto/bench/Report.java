package dev.kioto.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kioto.bench.collector.Goal;
import dev.kioto.bench.net.NetworkComparison;
import dev.kioto.bench.net.PeerRow;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Prints rows as they come: as tables, each with a head, or as one JSON object a row.
final class Report {
  private static final String PAIR = "%-30s %-20s %11s   %-20s %11s %-11s %6s %8s %8s";
  private static final String SERVER = "%-18s %-20s %10s %9s %9s %9s %9s %10s %8s %8s";
  private static final String PEER = "%-18s %-20s %10s %9s %9s %9s %10s %8s";
  private static final String GOAL = "%-18s %-54s %12s %-6s %10s %s";

  private final PrintWriter out;
  private final boolean json;
  private @Nullable String headed; // the format of the table that has been begun

  Report(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /// Prints what [Comparison] has measured.
  void pairs(List<Comparison.Row> rows) {
    for (var row : rows) {
      print(row, PAIR,
          List.of("BENCHMARK", "SUBJECT", "MEDIAN", "PEER", "MEDIAN", "UNIT", "RATIO", "BYTES", "PEER"),
          List.of(row.benchmark(), row.subject(), number(row.subjectMedian(), 1), row.peer(),
              number(row.peerMedian(), 1), row.unit(), number(row.ratio(), 2), number(row.subjectBytes(), 0),
              number(row.peerBytes(), 0)));
    }
  }

  /// Prints what [NetworkComparison] has measured.
  void servers(List<NetworkComparison.Row> rows) {
    for (var row : rows) {
      print(row, SERVER,
          List.of("BENCHMARK", "SUBJECT", "REQ/S", "50% us", "99% us", "99.9% us", "CPU us/R", "R/CPU s", "/VIRTUAL",
              "/NETTY"),
          List.of(row.benchmark(), row.subject(), number(row.requestsPerSecond(), 0), number(row.p50Micros(), 0),
              number(row.p99Micros(), 0), number(row.p999Micros(), 0), number(row.cpuMicrosPerRequest(), 2),
              number(row.requestsPerCpuSecond(), 0), number(row.perCoreToVirtual(), 2),
              number(row.perCoreToNetty(), 2)));
    }
  }

  /// Prints servers beside a peer.
  void peers(List<PeerRow> rows) {
    for (var row : rows) {
      print(row, PEER,
          List.of("BENCHMARK", "SUBJECT", "REQ/S", "50% us", "99% us", "CPU us/R", "R/CPU s", "/PEER"),
          List.of(row.benchmark(), row.subject(), number(row.requestsPerSecond(), 0), number(row.p50Micros(), 0),
              number(row.p99Micros(), 0), number(row.cpuMicrosPerRequest(), 2), number(row.requestsPerCpuSecond(), 0),
              number(row.perCoreToPeer(), 2)));
    }
  }

  /// Prints what was measured beside a goal.
  void goals(List<Goal> rows) {
    for (var row : rows) {
      var goal = row.goal();
      print(row, GOAL, List.of("BENCHMARK", "WHAT", "FIGURE", "UNIT", "GOAL", ""),
          List.of(row.benchmark(), row.what(), figure(row.figure()), row.unit(),
              goal == null ? "-" : (row.atMost() ? "<= " : ">= ") + figure(goal),
              goal == null ? "" : row.met() ? "met" : "missed"));
    }
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 1_000 || value == Math.rint(value) ? "%,.0f" : "%.1f", value);
  }

  private void print(Object row, String format, List<String> head, List<String> cells) {
    if (json) {
      out.println(json(row));
    } else {
      if (!format.equals(headed)) {
        out.println(String.format(Locale.ROOT, format, head.toArray()));
        headed = format;
      }
      out.println(String.format(Locale.ROOT, format, cells.toArray()));
    }
    out.flush();
  }

  private static String json(Object row) {
    try {
      return new ObjectMapper().writeValueAsString(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row could not be written as JSON", e);
    }
  }

  private static String number(@Nullable Double value, int digits) {
    return value == null ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
