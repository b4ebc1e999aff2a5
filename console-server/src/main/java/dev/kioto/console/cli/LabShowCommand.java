package dev.kioto.console.cli;

import dev.kioto.console.lab.LabException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto lab show`: what an experiment shows.
@Command(name = "show",
    description = "Shows what an experiment shows, as far as it is.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class LabShowCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ID",
      description = "The experiment; 'kioto lab list' names them.")
  private String id = "";

  @Option(names = "--baseline",
      paramLabel = "LETTER",
      description = "Compare to these settings, and not to those that the experiment names.")
  private @Nullable String baseline;

  @Option(names = "--json",
      description = "Print JSON: the comparison, as the web API gives it.")
  private boolean json;

  @Mixin
  private LabFolder folder = new LabFolder();

  @Override
  public Integer call() {
    try {
      var lab = folder.archive();
      new LabSheet(spec.commandLine().getOut()).print(lab.experiment(id), lab.comparison(id, baseline), json);
      return ExitStatus.OK;
    } catch (LabException e) {
      throw LabFolder.failure(e);
    }
  }
}
