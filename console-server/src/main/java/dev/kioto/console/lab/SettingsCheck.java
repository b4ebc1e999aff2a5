package dev.kioto.console.lab;

import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.SpecProblem;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Has the runtime itself say whether it knows the settings of an experiment and can have them, before anything runs.
final class SettingsCheck {

  private static final String WHAT = "the check of the settings";

  private final LabPrograms programs;
  private final ProgramAnswers answers;

  SettingsCheck(LabPrograms programs, ProgramAnswers answers) {
    this.programs = programs;
    this.answers = answers;
  }

  /// What the runtime says of each combination that it refuses.
  Set<SpecProblem> problems(Plan plan) throws InterruptedException {
    var problems = new LinkedHashSet<SpecProblem>();
    var asked = new LinkedHashSet<List<String>>();
    for (var arm : plan.arms()) {
      var settings = plan.settings(arm);
      if ("jdk".equals(settings.get(Combinations.SCHEDULER))) jdk(plan.spec(), settings, problems);
      else asked.add(ProgramLine.properties(settings));
    }
    for (var properties : asked) {
      if (!properties.isEmpty()) ask(plan.spec(), properties, problems);
    }
    return problems;
  }

  private static void jdk(ExperimentSpec spec, Map<String, String> settings, Set<SpecProblem> problems) {
    var workers = settings.get(Combinations.WORKERS);
    if (workers == null || workers.matches("[1-9]\\d{0,4}")) return;
    problems.add(new SpecProblem(field(spec, Combinations.WORKERS),
        "worker-threads must be from 1 to 32767, but is '" + workers + "'"));
  }

  private void ask(ExperimentSpec spec, List<String> properties, Set<SpecProblem> problems)
      throws InterruptedException {
    try {
      var answer = answers.ask(WHAT, programs.settingsCheck(properties));
      if (answer.status() == 0) return;
      var said = answer.lines().isEmpty() ? "the settings are refused" : answer.lines().getLast();
      problems.add(new SpecProblem(field(spec, said), said));
    } catch (RunFailure e) {
      problems.add(new SpecProblem("", String.valueOf(e.getMessage())));
    }
  }

  /// Of which field a sentence is: that of the setting that it names first, the longest name where several begin there; empty when it
  /// names none.
  private static String field(ExperimentSpec spec, String sentence) {
    var varied = spec.vary() == null ? Set.<String>of() : spec.vary().keySet();
    var fixed = spec.settings() == null ? Set.<String>of() : spec.settings().keySet();
    var first = Comparator.comparingInt((String name) -> sentence.indexOf(name))
        .thenComparingInt(name -> -name.length());
    return Stream.concat(varied.stream(), fixed.stream()).filter(sentence::contains).min(first)
        .map(name -> (varied.contains(name) ? "vary." : "settings.") + name).orElse("");
  }
}
