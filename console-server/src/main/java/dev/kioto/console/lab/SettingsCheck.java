package dev.kioto.console.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Has the runtime itself say whether it knows the settings of an experiment and can have them, before anything runs.
final class SettingsCheck {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private SettingsCheck() {}

  /// @throws LabException with what the runtime says of each combination that it refuses
  static void check(Plan plan, LabPrograms programs) throws LabException {
    var asked = new LinkedHashSet<List<String>>();
    for (var arm : plan.arms()) {
      var settings = plan.settings(arm);
      if ("jdk".equals(settings.get(Combinations.SCHEDULER))) jdk(settings);
      else asked.add(ProgramLine.properties(settings));
    }
    var problems = new LinkedHashSet<String>();
    for (var properties : asked) {
      if (!properties.isEmpty()) ask(programs.settingsCheck(properties), problems);
    }
    if (!problems.isEmpty()) throw LabException.badSpec(new ArrayList<>(problems));
  }

  private static void jdk(Map<String, String> settings) throws LabException {
    var workers = settings.get(Combinations.WORKERS);
    if (workers != null && !workers.matches("[1-9]\\d{0,4}")) {
      throw LabException.badSpec(List.of("worker-threads must be from 1 to 32767, but is '" + workers + "'"));
    }
  }

  private static void ask(List<String> command, Set<String> problems) throws LabException {
    try (var check = LabProcess.start("the check of the settings", command, null, Map.of(), _ -> {})) {
      if (!check.awaitExit(PATIENCE.toMillis())) {
        problems.add("the settings could not be checked within " + PATIENCE.toSeconds() + " s");
      } else if (check.exit().join() != 0) {
        var said = check.lastLines();
        problems.add(said.isEmpty() ? "the settings are refused" : said.getLast());
      }
    } catch (RunFailure e) {
      problems.add(String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw LabException.badSpec(List.of("interrupted while the settings were checked"));
    }
  }
}
