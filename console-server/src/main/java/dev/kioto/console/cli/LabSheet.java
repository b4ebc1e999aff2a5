package dev.kioto.console.cli;

import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.api.lab.Finding.Verdict;
import dev.kioto.console.api.lab.Measure;
import dev.kioto.console.cli.TextTable.Column;
import dev.kioto.console.compare.Figures;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What an experiment shows, for people.
final class LabSheet {

  private final PrintWriter out;

  LabSheet(PrintWriter out) {
    this.out = out;
  }

  /// Prints it.
  void print(Experiment experiment, Comparison comparison, boolean json) {
    if (json) {
      Json.print(out, comparison);
      return;
    }
    var name = experiment.spec().name();
    boolean isExperiment = experiment.spec().workload() != null;
    out.println((isExperiment ? "experiment " : "comparison ") + experiment.id() + (name == null ? "" : "  " + name)
        + "  " + experiment.state().name().toLowerCase(Locale.ROOT) + ", " + experiment.runs().size() + " of "
        + experiment.order().size() + (isExperiment ? " runs" : " slices"));
    for (var arm : comparison.arms()) {
      out.println(
          "  " + arm.letter() + "  " + arm.label() + (arm.isBaseline() ? "  (the others are compared to it)" : ""));
    }
    var problem = experiment.problem();
    if (problem != null) out.println("It ended early: " + problem);
    comparison.notes().forEach(note -> out.println("Note: " + note));
    out.println();
    findings(comparison);
  }

  private void findings(Comparison comparison) {
    var measures = new TreeMap<String, Measure>();
    comparison.measures().forEach(measure -> measures.put(measure.id(), measure));
    var shown = comparison.findings().stream().filter(finding -> finding.verdict() != Verdict.NONE).toList();
    var others = comparison.findings().stream().filter(finding -> finding.verdict() == Verdict.NONE).toList();
    if (!shown.isEmpty()) {
      out.println(
          String.format(Locale.ROOT, "What differs, the largest effects first (all intervals together %.0f %% sure):",
              comparison.confidence() * 100));
      out.println();
      table(shown, measures);
      out.println();
    }
    if (!others.isEmpty()) {
      out.println("No difference that can be shown:");
      out.println();
      table(others, measures);
    }
    if (comparison.findings().isEmpty()) out.println("nothing can be compared yet: no measure was taken of both");
  }

  private void table(List<Finding> findings, Map<String, Measure> measures) {
    var table = new TextTable(Column.left("MEASURE"), Column.left(""), Column.right("BASELINE"), Column.right("VALUE"),
        Column.right("CHANGE"), Column.left("INTERVAL"), Column.left(""));
    for (var finding : findings) {
      var measure = measures.get(finding.measure());
      var unit = measure == null ? "" : measure.unit();
      table.add(List.of(measure == null ? finding.measure() : measure.label(), finding.arm(),
          Figures.of(finding.baseline(), unit), Figures.of(finding.value(), unit),
          change(finding, finding.change(), unit),
          interval(finding, unit),
          finding.verdict() == Verdict.NONE ? "" : finding.verdict().name().toLowerCase(Locale.ROOT)));
    }
    table.lines(0).forEach(out::println);
  }

  private static String interval(Finding finding, String unit) {
    var low = finding.low();
    var high = finding.high();
    return low == null || high == null ? "" : change(finding, low, unit) + " .. " + change(finding, high, unit);
  }

  private static String change(Finding finding, double change, String unit) {
    return finding.isRelative() ? Figures.signedPercent(change)
        : (change < 0 ? "" : "+") + Figures.of(change, unit);
  }
}
