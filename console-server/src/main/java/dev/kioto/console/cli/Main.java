package dev.kioto.console.cli;

import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// `kioto`: the command line.
@Command(name = "kioto",
    description = "Runs programs on Kioto and shows what their tasks are doing.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DemoCommand.class, RunCommand.class, ServerCommand.class, ConsoleCommand.class,
        PsCommand.class, AttachCommand.class, TopCommand.class, TasksCommand.class, TaskCommand.class,
        DumpCommand.class, DiagnoseCommand.class, ExportCommand.class,
        RecordCommand.class, ReplayCommand.class, LabCommand.class, BenchCommand.class, CompletionCommand.class,
        HelpCommand.class},
    footer = {"", "Each command has its own --help."})
public final class Main implements Runnable {

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  Main() {}

  /// Runs one command and ends the process with its status: see [ExitStatus].
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /// The commands, with this program's way to report what went wrong.
  static CommandLine commandLine() {
    var line = new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new Failures());
    RunCommand.configure(Objects.requireNonNull(line.getSubcommands().get("run")));
    return line;
  }

  /// `kioto` alone: shows what there is.
  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    spec.commandLine().usage(out);
  }
}
