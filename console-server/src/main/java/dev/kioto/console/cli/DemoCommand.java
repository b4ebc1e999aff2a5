package dev.kioto.console.cli;

import dev.kioto.console.text.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `kioto demo`: a program, a console server and a window on it, in one step.
@Command(name = "demo",
    description = "Runs a demo program and shows its tasks: in a window, or in the terminal where there is no display.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "Ends when the window is closed, when the duration is over, or by Ctrl-C.",
        "", "Example: kioto demo trouble deadlock, and its healthy twin: kioto demo trouble deadlock --healthy"})
final class DemoCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      defaultValue = "scheduler",
      description = "The demo (default: ${DEFAULT-VALUE}). --list shows them all.")
  private String name = "";

  @Parameters(index = "1..*",
      arity = "0..*",
      paramLabel = "TROUBLE",
      description = "Of the demo 'trouble': what shall go wrong, such as 'deadlock'; --list shows them all.")
  private List<String> troubles = List.of();

  @Option(names = "--healthy",
      description = "Of the demo 'trouble': the twin that does the same work rightly.")
  private boolean healthy;

  @Option(names = "--kind",
      paramLabel = "KIND",
      description = "Of the demo 'trouble': on tasks of this kind: future, direct or virtual.")
  private @Nullable String kind;

  @Option(names = {"--size", "--tasks"},
      paramLabel = "N",
      description = "How much there is of what the demo is about; --list says what is counted, and how much there is else.")
  private @Nullable String size;

  @Option(names = "--rate",
      paramLabel = "FACTOR",
      description = "How fast the demo goes: 2 is twice as fast.")
  private @Nullable String rate;

  @Option(names = "--workers",
      paramLabel = "N",
      description = "Worker threads of the demo (default: the number of processors).")
  private @Nullable String workers;

  @Option(names = "--listen",
      paramLabel = "PORT",
      description = "Port of the demo's own server, where it has one; 0 takes a free one and prints it.")
  private @Nullable String listen;

  @Option(names = "--list",
      description = "List the demos and end.")
  private boolean list;

  @Option(names = "--headless",
      description = "No window, even where there is a display.")
  private boolean headless;

  @Option(names = "--duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "End by itself after this time, such as 20s or 5m.")
  private @Nullable Duration duration;

  @Option(names = "--port",
      paramLabel = "PORT",
      defaultValue = ServerOptions.DEFAULT_PORT,
      converter = ServerOptions.Port.class,
      description = "Port of the web API (default: ${DEFAULT-VALUE}); 0 takes a free one and prints it.")
  private int port;

  @Option(names = "--instrument-port",
      paramLabel = "PORT",
      defaultValue = ServerOptions.DEFAULT_INSTRUMENT_PORT,
      converter = ServerOptions.Port.class,
      description = "Port that the demo's instrumentation listens on (default: ${DEFAULT-VALUE}); 0 takes a free one.")
  private int instrumentPort;

  @Override
  public Integer call() {
    var installation = Installation.current();
    if (list) return passThrough(installation.demo(List.of("--list")));
    var arguments = arguments();
    boolean window = !headless && Display.exists();
    try (var session = new DemoSession(installation, spec.commandLine().getOut(), spec.commandLine().getErr())) {
      return session.run(arguments, port, window, duration);
    }
  }

  private List<String> arguments() {
    var arguments = new ArrayList<>(List.of(name));
    arguments.addAll(troubles);
    arguments.addAll(List.of("--instrument-port", String.valueOf(instrumentPort)));
    if (healthy) arguments.add("--healthy");
    addTo(arguments, "--kind", kind);
    addTo(arguments, "--size", size);
    addTo(arguments, "--rate", rate);
    addTo(arguments, "--workers", workers);
    addTo(arguments, "--listen", listen);
    return arguments;
  }

  private static void addTo(List<String> arguments, String option, @Nullable String value) {
    if (value != null) arguments.addAll(List.of(option, value));
  }

  private int passThrough(List<String> command) {
    try (var child = Child.start("the demo program", command, spec.commandLine().getOut()::println)) {
      return child.exit().join();
    }
  }

  /// Reads a duration.
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Units.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
