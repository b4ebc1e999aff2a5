package dev.kioto.demo;

import dev.kioto.instrument.Instrumentation;
import dev.kioto.probe.Probe;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeBuilder;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// Runs a demo with its instrumentation on, until it is stopped.
///
/// Says `instrumentation listening on 127.0.0.1:PORT` on standard output once a console can attach.
@Command(name = "kioto-demo",
    description = "Runs a program to look at with the console, until it is stopped.",
    mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {

  /// The process that started this one, by its id: when it ends, this one does.
  private static final String PARENT_PROPERTY = "kioto.parent";

  // Often enough to look alive, and long enough to look at what has ended without burying what lives.
  private static final Duration PUBLISH_INTERVAL = Duration.ofMillis(250);
  private static final Duration RETENTION = Duration.ofMinutes(1);
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);

  private static final List<Demo> DEMOS = List.of(new SchedulerDemo());

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      defaultValue = "scheduler",
      description = "The demo (default: ${DEFAULT-VALUE}).")
  private String name = "";

  @Parameters(index = "1..*",
      arity = "0..*",
      paramLabel = "TROUBLE",
      description = "With 'trouble': what shall go wrong, one or more of those that --list names; each has a runtime of its own.")
  private List<String> troubles = List.of();

  @Option(names = "--healthy",
      description = "With 'trouble': run the twin that does the same work rightly.")
  private boolean healthy;

  @Option(names = "--kind",
      paramLabel = "KIND",
      description = "With 'trouble': on tasks of this kind, future or direct (default: future, where there is such a program).")
  private TroubleRun.@Nullable Kind kind;

  @Option(names = "--list",
      description = "List the demos and end.")
  private boolean list;

  @Option(names = "--instrument-port",
      paramLabel = "PORT",
      defaultValue = "6669",
      converter = PortConverter.class,
      description = "Port on 127.0.0.1 for consoles (default: ${DEFAULT-VALUE}); 0 takes a free one.")
  private int instrumentPort;

  @Option(names = "--workers",
      paramLabel = "N",
      description = "Worker threads (default: the number of processors).")
  private @Nullable Integer workers;

  @Option(names = "--tasks",
      paramLabel = "N",
      defaultValue = "300",
      description = "Tasks that are mostly idle, beside the busy ones (default: ${DEFAULT-VALUE}).")
  private int tasks;

  @Option(names = "--rate",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "How fast the busy ones go: 2 is twice as fast (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(names = "--duration",
      paramLabel = "SECONDS",
      description = "End by itself after so many seconds.")
  private @Nullable Long duration;

  Main() {}

  /// Runs the demo named on the command line. Ends with status 2 when the command line is wrong, 1 when the demo cannot
  /// start.
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (list) {
      listDemos();
      return 0;
    }
    var run = chosen();
    var out = spec.commandLine().getOut();
    followParent();
    try (var console = instrumentation(run.name())) {
      var runtimes = run.start(console.probe());
      run.lines().forEach(out::println);
      out.println("instrumentation listening on 127.0.0.1:" + console.port());
      out.flush();
      awaitEnd();
      for (var runtime : runtimes) runtime.shutdownTimeout(SHUTDOWN);
    } catch (UncheckedIOException e) {
      spec.commandLine().getErr().println(e.getMessage()
          + "; choose another port by --instrument-port, 0 for any that is free");
      return 1;
    }
    return 0;
  }

  private void listDemos() {
    var out = spec.commandLine().getOut();
    for (var demo : DEMOS) out.println(demo.name() + "  " + demo.description());
    TroubleRun.list().forEach(out::println);
  }

  private Instrumentation instrumentation(String program) {
    return Instrumentation.builder()
        .name(program)
        .bind("127.0.0.1", instrumentPort)
        .publishInterval(PUBLISH_INTERVAL)
        .retention(RETENTION)
        .start();
  }

  /// What the command line asks for, not yet started.
  interface Run {
    /// The program's name in the console.
    String name();

    /// What to say of it: what it does, one thing a line.
    List<String> lines();

    /// Starts it.
    List<Runtime> start(Probe probe);
  }

  private Run chosen() {
    if (name.equals(TroubleRun.NAME)) return trouble();
    if (!troubles.isEmpty() || healthy || kind != null) {
      throw usage("only 'trouble' takes " + (troubles.isEmpty() ? "--healthy and --kind" : "a second name")
          + ": write 'trouble', and what shall go wrong");
    }
    for (var demo : DEMOS) {
      if (demo.name().equals(name)) return new DemoRun(demo, load(), this::workers);
    }
    var names = Stream.concat(DEMOS.stream().map(Demo::name), Stream.of(TroubleRun.NAME)).toList();
    throw usage("there is no demo '" + name + "': write one of " + String.join(", ", names));
  }

  private TroubleRun trouble() {
    try {
      return TroubleRun.of(troubles, healthy, kind, this::workers);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private void workers(RuntimeBuilder builder) {
    if (workers != null) builder.workerThreads(workers);
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private record DemoRun(Demo demo, Load load, Consumer<RuntimeBuilder> settings) implements Run {
    @Override
    public String name() {
      return demo.name();
    }

    @Override
    public List<String> lines() {
      return List.of();
    }

    @Override
    public List<Runtime> start(Probe probe) {
      var builder = Runtime.builder().enableAll().name(demo.name()).probe(probe);
      settings.accept(builder);
      var runtime = builder.build();
      demo.start(runtime, load);
      return List.of(runtime);
    }
  }

  private Load load() {
    try {
      return new Load(tasks, rate);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }

  private void awaitEnd() throws InterruptedException {
    var never = new CountDownLatch(1);
    if (duration == null) never.await();
    else never.await(duration, TimeUnit.SECONDS);
  }

  /// Reads a port: 0 to 65535.
  static final class PortConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      try {
        int port = Integer.parseInt(text);
        if (port >= 0 && port <= 65_535) return port;
      } catch (NumberFormatException _) {
        // The same sentence is right for both.
      }
      throw new TypeConversionException(
          "'" + text + "' is not a port: write a number from 1 to 65535, or 0 for any that is free");
    }
  }

  /// Ends this process when its parent has ended, however that came: a demo must not outlive `kioto demo`.
  private static void followParent() {
    var parent = Long.getLong(PARENT_PROPERTY);
    if (parent == null) return;
    ProcessHandle.of(parent).ifPresent(handle -> {
      var _ = handle.onExit().thenRun(() -> System.exit(0));
    });
  }
}
