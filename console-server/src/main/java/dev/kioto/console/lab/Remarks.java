package dev.kioto.console.lab;

import dev.kioto.console.api.lab.LabRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What has to be known to read the results of an experiment.
final class Remarks {

  private Remarks() {}

  /// @param planned how many runs there are in all
  static List<String> of(int planned, List<LabRun> runs) {
    var remarks = new ArrayList<String>();
    if (runs.size() < planned) remarks.add(runs.size() + " of " + planned + " runs were made so far.");
    failed("run", runs, remarks);
    busy(runs, remarks);
    said("run", runs, remarks);
    return remarks;
  }

  /// The same of two sides that were measured slice by slice, without an experiment.
  ///
  /// @param planned how many slices there are of both sides together
  static List<String> ofSides(int planned, List<LabRun> slices) {
    var remarks = new ArrayList<String>();
    remarks.add("Each side is one stretch of one process, cut into " + planned / 2
        + " slices: what differs can come from the process or the "
        + "time as well as from its settings. Only an experiment (kioto lab run) can tell these apart.");
    if (slices.size() < planned) remarks.add(slices.size() + " of " + planned + " slices were measured so far.");
    failed("slice", slices, remarks);
    said("slice", slices, remarks);
    return remarks;
  }

  private static void failed(String what, List<LabRun> runs, List<String> remarks) {
    var failed = runs.stream().filter(run -> run.problem() != null).toList();
    if (!failed.isEmpty()) {
      remarks.add(failed.size() + " of " + runs.size() + " " + what
          + "s failed and are left out, with their rounds where they are compared: "
          + String.join(", ", failed.stream().map(LabRun::id).toList()) + ".");
    }
  }

  private static void said(String what, List<LabRun> runs, List<String> remarks) {
    Map<String, Integer> said = new LinkedHashMap<>();
    for (var run : runs) run.notes().forEach(note -> said.merge(note, 1, Integer::sum));
    said.forEach((note, times) -> remarks.add(note + " (" + times + " " + what + (times == 1 ? ")" : "s)")));
  }

  // Runs follow each other closely, so that the load average before one still has the one before it: only the first says what the
  // machine does besides.
  private static void busy(List<LabRun> runs, List<String> remarks) {
    if (runs.isEmpty() || runs.getFirst().machine() == null) return;
    var machine = runs.getFirst().machine();
    if (machine.loadBefore() > 0.5 * machine.processors()) {
      remarks.add(String.format(Locale.ROOT,
          "In the minute before the first run the machine had a load of %.1f on %d processors: unless that was an experiment "
              + "that had just ended, something else ran beside this one.",
          machine.loadBefore(), machine.processors()));
    }
  }
}
