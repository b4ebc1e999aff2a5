package dev.kioto.console.cli;

import dev.kioto.console.lab.LabException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `kioto lab delete`: takes experiments off the disk.
@Command(name = "delete",
    description = "Takes experiments off the disk, with all that their runs recorded.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class LabDeleteCommand implements Callable<Integer> {

  @Parameters(arity = "1..*",
      paramLabel = "ID",
      description = "The experiments; 'kioto lab list' names them.")
  private List<String> ids = List.of();

  @Mixin
  private LabFolder folder = new LabFolder();

  @Override
  public Integer call() {
    try {
      var lab = folder.archive();
      for (var id : ids) lab.delete(id);
      return ExitStatus.OK;
    } catch (LabException e) {
      throw LabFolder.failure(e);
    }
  }
}
