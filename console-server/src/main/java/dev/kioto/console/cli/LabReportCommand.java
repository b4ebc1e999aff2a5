package dev.kioto.console.cli;

import dev.kioto.console.lab.LabException;
import dev.kioto.console.lab.report.ReportPage;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto lab report`: an experiment as a page.
@Command(name = "report",
    description = "Writes what an experiment shows, as far as it is, as one page of HTML that needs nothing but itself.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class LabReportCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ID",
      description = "The experiment; 'kioto lab list' names them.")
  private String id = "";

  @Option(names = "--baseline",
      paramLabel = "LETTER",
      description = "Compare to these settings, and not to those that the experiment names.")
  private @Nullable String baseline;

  @Option(names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write this file (default: the standard output).")
  private @Nullable Path file;

  @Option(names = "--force",
      description = "Replace the file when it is there.")
  private boolean force;

  @Mixin
  private LabFolder folder = new LabFolder();

  @Override
  public Integer call() {
    var output = ExportFile.of(file, force, false);
    var command = spec.commandLine();
    try {
      var lab = folder.archive();
      var page = ReportPage.of(lab.experiment(id), lab.runs(id), lab.comparison(id, baseline));
      output.write(page, command.getOut());
      return ExitStatus.OK;
    } catch (LabException e) {
      throw LabFolder.failure(e);
    }
  }
}
