package dev.kioto.console.lab;

import dev.kioto.console.api.lab.SpecProblem;
import java.util.List;

/// Has the demos themselves say whether there is one of a name, and whether it knows its options, before anything runs.
final class DemoCheck {

  private static final String FIELD = "workload.demo";

  private final LabPrograms programs;
  private final ProgramAnswers answers;

  DemoCheck(LabPrograms programs, ProgramAnswers answers) {
    this.programs = programs;
    this.answers = answers;
  }

  /// What is wrong with a demo; empty when nothing is.
  ///
  /// @param demo its name and options
  List<SpecProblem> problems(List<String> demo) throws InterruptedException {
    try {
      var answer = answers.ask("the check of the demo", programs.demoCheck(ProgramLine.atAnyPort(demo)));
      if (answer.status() == 0 && answer.lines().isEmpty()) return List.of();
      var said = answer.lines().isEmpty() ? "it is refused" : answer.lines().getFirst();
      return List.of(new SpecProblem(FIELD, answer.status() == 0
          ? "demo: '" + String.join(" ", demo) + "' prints something and ends, and is nothing to measure"
          : "demo: " + said));
    } catch (RunFailure e) {
      return List.of(new SpecProblem(FIELD, String.valueOf(e.getMessage())));
    }
  }
}
