package dev.kioto.bench;

import dev.kioto.bench.Benchmarks.Benchmark;
import dev.kioto.bench.Benchmarks.Collecting;
import dev.kioto.bench.Benchmarks.Http;
import dev.kioto.bench.Benchmarks.Network;
import dev.kioto.bench.Benchmarks.Paired;
import dev.kioto.bench.Benchmarks.Redis;
import dev.kioto.bench.Benchmarks.Watched;
import dev.kioto.bench.Benchmarks.WatchedServer;
import dev.kioto.bench.Benchmarks.Windowed;
import dev.kioto.bench.Comparison.Effort;
import dev.kioto.bench.collector.CollectorEffort;
import dev.kioto.bench.net.HttpComparison;
import dev.kioto.bench.net.NetworkComparison;
import dev.kioto.bench.net.NetworkEffort;
import dev.kioto.bench.net.RedisComparison;
import dev.kioto.bench.net.Subject;
import dev.kioto.bench.window.WindowEffort;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `kioto bench`: measures Kioto beside its peers.
@Command(name = "kioto bench", mixinStandardHelpOptions = true,
    description = "Measures Kioto and a peer in turn, in processes of their own, and prints the ratio of their times.",
    footer = {"", "The machine should be idle otherwise. A ratio under 1 means that Kioto takes less time.",
        "Of servers the two last columns are throughput per core, beside two of the peers: there over 1 is more.",
        "Of the collector and of the window each figure is beside its goal, if it has one."})
public final class Main implements Callable<Integer> {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "NAME",
      description = "What to measure; see --list. The beginning of a name stands for all that begin so, 'all' for all of it.")
  private List<String> names = List.of();

  @Option(names = "--list", description = "List the benchmarks.")
  private boolean list;

  @Option(names = "--short", description = "Fewer and shorter runs: a first impression, not a figure to quote.")
  private boolean brief;

  @Option(names = "--workers", paramLabel = "N",
      description = "Workers of Kioto and carriers of the JDK; by default the processors.")
  private int workers = java.lang.Runtime.getRuntime().availableProcessors();

  @Option(names = "--for", paramLabel = "TIME", converter = Length.class,
      description = "Of console-frames: how long to watch the window's heap afterwards, like 30m or 2h; a line a minute.")
  private Duration longRun = Duration.ZERO;

  @Option(names = "--json", description = "Print one JSON object a row.")
  private boolean json;

  @Option(names = "--subjects", paramLabel = "SUBJECT", split = ",", converter = SubjectName.class,
      description = "Of the net benchmarks only these: ${COMPLETION-CANDIDATES}.",
      completionCandidates = SubjectName.class)
  private List<Subject> subjects = List.of(Subject.values());

  Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).setUsageHelpAutoWidth(true).execute(args));
  }

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (list) {
      Benchmarks.ALL.forEach(
          b -> out.printf("%-30s %s%n%-30s   %s beside %s%n", b.name(), b.what(), "", b.subject(), b.peer()));
      return ExitCode.OK;
    }
    if (names.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "name a benchmark, or 'all'; there are " + known());
    }
    if (workers < 1) {
      throw new ParameterException(spec.commandLine(), "--workers must be at least 1, but is " + workers);
    }
    var chosen = names.stream().flatMap(name -> find(name).stream()).distinct().toList();
    return measure(chosen, new Report(out, json));
  }

  private int measure(List<Benchmark> chosen, Report report) {
    var effort = (brief ? Effort.SHORT : Effort.FULL).withWorkers(workers);
    var network = NetworkEffort.of(brief, workers, subjects);
    long seconds = chosen.stream().mapToLong(b -> seconds(b, effort, network)).sum();
    tell("%d benchmarks, about %d s, %s %s, %d processors, %d workers".formatted(chosen.size(), seconds,
        System.getProperty("java.vm.name"), System.getProperty("java.vm.version"),
        java.lang.Runtime.getRuntime().availableProcessors(), workers));
    boolean all = true;
    for (var benchmark : chosen) {
      switch (benchmark) {
        case Paired paired -> report.pairs(Comparison.run(paired, effort));
        case Network(var scenario) -> all &= measured(scenario.name(), NetworkComparison.missing(scenario),
            () -> report.servers(NetworkComparison.run(scenario, network)));
        case Redis(var scenario) -> all &= measured(scenario.name(), RedisComparison.missing(),
            () -> report.peers(RedisComparison.run(scenario, network)));
        case Http() -> all &= measured(HttpComparison.NAME, HttpComparison.missing(),
            () -> report.peers(HttpComparison.run(network)));
        case Watched watched -> report.pairs(WatchComparison.run(watched, effort));
        case WatchedServer watched -> report.pairs(WatchComparison.run(watched, network));
        case Windowed(var of) -> report.goals(of.run(WindowEffort.of(brief, longRun)));
        case Collecting(var of) -> report.goals(of.run(CollectorEffort.of(brief)));
      }
    }
    return all ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private long seconds(Benchmark benchmark, Effort effort, NetworkEffort network) {
    return switch (benchmark) {
      case Paired _ -> effort.seconds();
      case Network _ -> network.seconds();
      case Redis _ -> RedisComparison.seconds(network);
      case Http _ -> 2 * network.seconds() / network.subjects().size();
      case Watched _ -> effort.seconds() / 2 * Watch.values().length;
      case Windowed(var of) -> of.seconds(WindowEffort.of(brief, longRun));
      case Collecting _ -> CollectorEffort.of(brief).seconds();
      case WatchedServer _ -> network.seconds() / network.subjects().size() * Watch.values().length;
    };
  }

  // Whether it was measured.
  private boolean measured(String name, Optional<String> missing, Runnable measurement) {
    missing.ifPresentOrElse(advice -> tell(name + " is left out: " + advice), measurement);
    return missing.isEmpty();
  }

  private void tell(String line) {
    var err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private List<Benchmark> find(String name) {
    var found = brief ? Benchmarks.inBrief(name) : Benchmarks.named(name);
    if (found.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "unknown benchmark '" + name + "': there are " + known());
    }
    return found;
  }

  private static String known() {
    return Benchmarks.ALL.stream().map(Benchmark::name).collect(Collectors.joining(", "));
  }

  /// A length of time on the command line: `90s`, `30m`, `2h`.
  private static final class Length implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Duration.parse("PT" + text.strip());
      } catch (DateTimeParseException e) {
        throw new TypeConversionException("'" + text + "' is no length of time: write 90s, 30m or 2h");
      }
    }
  }

  /// The names of subjects on the command line.
  private static final class SubjectName implements ITypeConverter<Subject>, Iterable<String> {
    @Override
    public Subject convert(String name) {
      return Arrays.stream(Subject.values()).filter(subject -> subject.option().equals(name)).findFirst()
          .orElseThrow(() -> new TypeConversionException(
              "unknown subject '" + name + "': there are " + String.join(", ", this)));
    }

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Subject.values()).map(Subject::option).iterator();
    }
  }
}
