package dev.kioto.demo;

import dev.kioto.demo.blocking.BlockingDemo;
import dev.kioto.demo.body.Demo;
import dev.kioto.demo.body.Load;
import dev.kioto.demo.http.HttpDemo;
import dev.kioto.demo.io.IoDemo;
import dev.kioto.demo.lab.PingPongDemo;
import dev.kioto.demo.lab.SkewDemo;
import dev.kioto.demo.million.MillionDemo;
import dev.kioto.demo.redis.RedisDemo;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.probe.Probe;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeBuilder;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Runs a demo with its instrumentation on, until it is stopped.
///
/// Ends by SIGINT and SIGTERM with 128 and the number of the signal, after the demo has stopped in its own way. Says
/// `instrumentation listening on 127.0.0.1:PORT` on standard output once a console can attach.
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

  static final List<
      Demo> DEMOS = List.of(new SchedulerDemo(), new RedisDemo(), new HttpDemo(), new IoDemo(), new BlockingDemo(),
          new MillionDemo(), new PingPongDemo(), new SkewDemo());

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
      description = "With 'trouble': on tasks of this kind: future, direct, or virtual for plain virtual threads (default: the first of which there is such a program).")
  private TroubleRun.@Nullable Kind kind;

  @Option(names = "--list",
      description = "List the demos and end.")
  private boolean list;

  @Option(names = "--check",
      description = "Say whether the rest of the command line is right, by the status, and end.")
  private boolean check;

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

  @Option(names = {"--size", "--tasks"},
      paramLabel = "N",
      description = "How much there is of what the demo is about; --list says what is counted.")
  private @Nullable Integer size;

  @Option(names = "--rate",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "How fast it goes: 2 is twice as fast (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(names = "--listen",
      paramLabel = "PORT",
      converter = PortConverter.class,
      description = "Port on 127.0.0.1 for the demo's own server, where it has one; 0 takes a free one.")
  private @Nullable Integer listen;

  @Option(names = "--duration",
      paramLabel = "SECONDS",
      description = "End by itself after so many seconds.")
  private @Nullable Long duration;

  Main() {}

  /// Runs the demo named on the command line. Ends with status 2 when the command line is wrong, 1 when the demo cannot
  /// start.
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /// What reads the arguments and runs the demo.
  static CommandLine commandLine() {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (list) {
      listDemos();
      return 0;
    }
    var run = chosen();
    if (check) return 0;
    followParent();
    try (var console = instrumentation(run.name())) {
      return play(run, console);
    } catch (UncheckedIOException e) {
      return failed(e.getMessage() + "; choose another port by --instrument-port, 0 for any that is free");
    }
  }

  private int play(Run run, Instrumentation console) throws InterruptedException {
    var out = spec.commandLine().getOut();
    List<Runtime> runtimes;
    try {
      runtimes = run.start(console.probe());
    } catch (Demo.CannotStart e) {
      return failed(String.valueOf(e.getMessage()));
    }
    run.lines().forEach(out::println);
    out.println("instrumentation listening on 127.0.0.1:" + console.port());
    out.flush();
    int status = Ending.await(duration);
    run.stop();
    for (var runtime : runtimes) runtime.shutdownTimeout(SHUTDOWN);
    return status;
  }

  private int failed(String sentence) {
    spec.commandLine().getErr().println(sentence);
    return 1;
  }

  private void listDemos() {
    var out = spec.commandLine().getOut();
    for (var demo : DEMOS) {
      out.println(demo.name() + "  " + demo.look() + " (--size: " + demo.sizeOf() + ", " + demo.standardSize() + ")");
    }
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
    ///
    /// @throws Demo.CannotStart when something is in the way that the user can change
    List<Runtime> start(Probe probe);

    /// Asks it to stop, and waits for that, though not for long.
    default void stop() {}
  }

  private Run chosen() {
    if (name.equals(TroubleRun.NAME)) return trouble();
    if (!troubles.isEmpty() || healthy || kind != null) {
      throw usage("only 'trouble' takes " + (troubles.isEmpty() ? "--healthy and --kind" : "a second name")
          + ": write 'trouble', and what shall go wrong");
    }
    for (var demo : DEMOS) {
      if (demo.name().equals(name))
        return new DemoRun(demo, load(demo), listen, this::workers, spec.commandLine().getOut());
    }
    var names = Stream.concat(DEMOS.stream().map(Demo::name), Stream.of(TroubleRun.NAME)).toList();
    throw usage(Nearest.sentence("demo", name, names));
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

  private Load load(Demo demo) {
    try {
      return new Load(size == null ? demo.standardSize() : size, rate);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
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
