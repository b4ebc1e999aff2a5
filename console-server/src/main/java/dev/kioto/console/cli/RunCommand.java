package dev.kioto.console.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.Unmatched;

/// `kioto run`: any program, its virtual threads on Kioto's scheduler. The command only says what to start; the launcher's
/// process becomes the program, so that signals, status, standard input and process id are the program's own.
@Command(name = "run",
    description = "Runs a Java program as it is, with its virtual threads on Kioto's scheduler.",
    customSynopsis = {"kioto run [OPTIONS] [JVM OPTIONS] -jar APP.jar [ARGUMENTS]",
        "       kioto run [OPTIONS] [JVM OPTIONS] -cp PATH MAINCLASS [ARGUMENTS]"},
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "What follows the last of these options goes to java as it is. Ends as the program ends, with its status."})
final class RunCommand implements Callable<Integer> {

  /// The system property by which the launcher says where to write what it shall start.
  static final String PLAN_PROPERTY = "kioto.plan";

  /// Who schedules the program's virtual threads.
  enum Scheduler { KIOTO, JDK }

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--worker-threads",
      paramLabel = "COUNT",
      converter = ServerOptions.Count.class,
      description = "Threads that carry the virtual threads (default: the processors).")
  private @Nullable Integer workerThreads;

  @Option(names = "--set",
      paramLabel = "NAME=VALUE",
      converter = SettingConverter.class,
      description = "A setting of the runtime, such as lifo-slot=off; the same as -Dkioto.NAME=VALUE. May be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--scheduler",
      paramLabel = "kioto|jdk",
      defaultValue = "KIOTO",
      description = "jdk leaves the virtual threads to the JDK, for comparison (default: kioto).")
  private Scheduler scheduler = Scheduler.KIOTO;

  @Option(names = "--console",
      description = "Let consoles attach to the program, at 127.0.0.1:" + ServerOptions.DEFAULT_INSTRUMENT_PORT + ".")
  private boolean console;

  @Option(names = "--instrument-port",
      paramLabel = "PORT",
      converter = ServerOptions.Port.class,
      description = "Let them attach at this port instead; 0 takes a free one and prints it.")
  private @Nullable Integer instrumentPort;

  @Unmatched
  private final List<String> line = new ArrayList<>(); // picocli adds to it

  /// Makes a command line end the options of this command at the first argument that is none of them.
  static void configure(CommandLine commandLine) {
    commandLine.setStopAtUnmatched(true).setPosixClusteredShortOptionsAllowed(false);
  }

  @Override
  public Integer call() {
    refuseMisspelled();
    new JavaLine(line).check();
    var command = new ArrayList<>(switch (scheduler) {
      case KIOTO -> onKioto();
      case JDK -> onTheJdk();
    });
    command.addAll(line);
    hand(command);
    return ExitStatus.OK;
  }

  /// An option of ours that was mistyped would otherwise be java's to refuse, or the end of ours unnoticed.
  private void refuseMisspelled() {
    if (line.isEmpty() || !line.getFirst().startsWith("--")) return;
    var typed = line.getFirst().replaceFirst("=.*", "");
    var meant = UsageErrors.closest(typed, List.of("--worker-threads", "--set", "--scheduler", "--console",
        "--instrument-port"));
    if (!meant.isEmpty() && UsageErrors.distance(typed, meant) <= 2) {
      throw new CommandFailure(ExitStatus.USAGE, "there is no option '" + typed + "'. Did you mean " + meant + "?");
    }
  }

  private @Nullable Integer consolePort() {
    return instrumentPort != null ? instrumentPort
        : console ? Integer.valueOf(ServerOptions.DEFAULT_INSTRUMENT_PORT) : null;
  }

  private List<String> onKioto() {
    var port = consolePort();
    var command = new ArrayList<>(Installation.current().program(port != null));
    if (port != null) command.add("-Dkioto.console.bind=" + ServerOptions.LOOPBACK + ":" + port);
    if (workerThreads != null) command.add("-Dkioto.worker-threads=" + workerThreads);
    command.addAll(settings);
    return command;
  }

  private List<String> onTheJdk() {
    if (consolePort() != null) {
      throw new CommandFailure(ExitStatus.USAGE,
          "--console shows what Kioto's scheduler does: it cannot go with --scheduler jdk");
    }
    if (!settings.isEmpty()) {
      spec.commandLine().getErr().println("kioto: --set has no effect with --scheduler jdk");
    }
    var command = new ArrayList<>(List.of(Installation.java()));
    if (workerThreads != null) command.add("-Djdk.virtualThreadScheduler.parallelism=" + workerThreads);
    return command;
  }

  private void hand(List<String> command) {
    var plan = System.getProperty(PLAN_PROPERTY);
    if (plan == null) {
      throw new CommandFailure(ExitStatus.FAILED,
          "the system property " + PLAN_PROPERTY + " is not set: start this command by the script 'kioto'");
    }
    try {
      Files.writeString(Path.of(plan), command.stream().map(RunCommand::quote).collect(Collectors.joining(" ")));
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.FAILED, "the launcher cannot be told what to start: " + e.getMessage());
    }
  }

  /// For a shell: nothing between single quotes means anything but itself.
  private static String quote(String argument) {
    return "'" + argument.replace("'", "'\\''") + "'";
  }

  /// Reads `NAME=VALUE`, the name with or without `kioto.`, and makes an option of the JVM of it.
  static final class SettingConverter implements ITypeConverter<String> {
    private static final Pattern SETTING = Pattern.compile("(?:kioto\\.)?([a-z][a-z.-]*)=(.+)", Pattern.DOTALL);

    @Override
    public String convert(String text) {
      var match = SETTING.matcher(text);
      if (match.matches()) return "-Dkioto." + match.group(1) + "=" + match.group(2);
      throw new TypeConversionException("'" + text + "' is not a setting: write NAME=VALUE, like lifo-slot=off");
    }
  }
}
