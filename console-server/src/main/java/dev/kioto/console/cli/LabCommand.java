package dev.kioto.console.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `kioto lab`: compares settings by experiment.
@Command(name = "lab",
    description = "Runs a workload under several settings, and shows what differs.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {LabRunCommand.class, LabStopCommand.class, LabResumeCommand.class, LabListCommand.class,
        LabShowCommand.class, LabReportCommand.class, LabCompareCommand.class, LabDeleteCommand.class,
        HelpCommand.class},
    footer = {"", "Each command has its own --help.",
        "Example: kioto lab run lifo.yaml, then kioto lab show 1"})
final class LabCommand implements Runnable {

  @Spec
  private CommandSpec spec = CommandSpec.create();

  LabCommand() {}

  @Override
  public void run() {
    CommandLine line = spec.commandLine();
    line.usage(line.getOut());
  }
}
