package dev.kioto.console.cli;

import dev.kioto.console.lab.LabException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto lab resume`: goes on with an experiment that was stopped.
@Command(name = "resume",
    description = "Makes the runs of an experiment that were not made, in their order.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Exit status: as of 'kioto lab run'."})
final class LabResumeCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ID",
      description = "The experiment; 'kioto lab list' names them.")
  private String id = "";

  @Option(names = "--json",
      description = "Print JSON: the comparison, as the web API gives it.")
  private boolean json;

  @Mixin
  private LabFolder folder = new LabFolder();

  @Override
  public Integer call() {
    try (var lab = folder.lab()) {
      var line = spec.commandLine();
      return new LabSession(lab, line.getOut(), line.getErr(), json).run(lab.archive().experiment(id));
    } catch (LabException e) {
      throw LabFolder.failure(e);
    }
  }
}
