package dev.kioto.console.cli;

import dev.kioto.console.lab.Lab;
import dev.kioto.console.lab.LabArchive;
import dev.kioto.console.lab.LabException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the lab keeps its experiments.
final class LabFolder {

  @Option(names = "--data",
      paramLabel = "FOLDER",
      description = "The data folder (default: that of the user).")
  private @Nullable Path data;

  /// The lab that keeps its experiments there.
  Lab lab() {
    return new Lab(folder(), Installation.current());
  }

  /// The experiments that are there.
  LabArchive archive() {
    return LabArchive.in(folder());
  }

  /// The folder of the experiments.
  Path folder() {
    return (data == null ? DataFolder.standard() : data).resolve("lab");
  }

  /// What to say of what the lab refuses.
  static CommandFailure failure(LabException e) {
    int status = switch (e.kind()) {
      case BAD_SPEC, UNKNOWN -> ExitStatus.USAGE;
      case BUSY, FORBIDDEN, DISK -> ExitStatus.FAILED;
    };
    return new CommandFailure(status, String.valueOf(e.getMessage()));
  }
}
