package dev.kioto.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a repeated run of the diagnosis suite found, as the table of `docs/diagnoses.md`. One thread at a time.
final class SuiteTally {

  private final Map<String, Row> rows = new TreeMap<>();
  private final List<String> alarms = new ArrayList<>();
  private final Map<String, Integer> healthyRuns = new TreeMap<>();

  private static final class Row {
    private int runs;
    private int found;
    private Duration slowest = Duration.ZERO;
    private Duration sum = Duration.ZERO;
  }

  /// A program was found.
  ///
  /// @param after from where the collector had heard of it; negative when it was found on the first look
  void found(String id, Duration after) {
    var row = rows.computeIfAbsent(id, _ -> new Row());
    row.runs++;
    row.found++;
    row.sum = row.sum.plus(after);
    if (after.compareTo(row.slowest) > 0) row.slowest = after;
  }

  /// A program was not found.
  void missed(String id) {
    rows.computeIfAbsent(id, _ -> new Row()).runs++;
  }

  /// A healthy program ran.
  ///
  /// @param found what was raised in it all the same
  void healthy(String name, List<String> found) {
    healthyRuns.merge(name, 1, Integer::sum);
    found.forEach(one -> alarms.add(name + ": " + one));
  }

  /// A row for each program, then a line for each alarm in a healthy one.
  String table() {
    var text = new StringBuilder("| diagnosis | found | mean | slowest |\n|---|---|---|---|\n");
    rows.forEach((id, row) -> text.append(String.format(Locale.ROOT, "| %s | %d of %d | %.1f s | %.1f s |%n", id,
        row.found, row.runs, seconds(row.sum) / Math.max(1, row.found), seconds(row.slowest))));
    healthyRuns
        .forEach((name, runs) -> text.append("healthy ").append(name).append(": ").append(runs).append(" runs\n"));
    text.append("alarms in healthy ones: ").append(alarms.size()).append('\n');
    alarms.forEach(alarm -> text.append(alarm).append('\n'));
    return text.toString();
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
