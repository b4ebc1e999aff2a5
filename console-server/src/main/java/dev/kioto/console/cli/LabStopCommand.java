package dev.kioto.console.cli;

import dev.kioto.console.lab.LabException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `kioto lab stop`: stops an experiment that another process makes.
@Command(name = "stop",
    description = "Stops an experiment, whichever process makes it: a server, a window, or another 'kioto lab run'. The run that goes on is lost.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class LabStopCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID",
      description = "The experiment; 'kioto lab list' names them.")
  private String id = "";

  @Mixin
  private LabFolder folder = new LabFolder();

  @Override
  public Integer call() {
    try (var lab = folder.lab()) {
      lab.stop(id);
      return ExitStatus.OK;
    } catch (LabException e) {
      throw LabFolder.failure(e);
    }
  }
}
