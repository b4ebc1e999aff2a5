package dev.kioto.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kioto.bench.Comparison.Effort;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto bench`: measures Kioto beside its peers.
@Command(name = "kioto bench", mixinStandardHelpOptions = true,
    description = "Measures Kioto and a peer in turn, in processes of their own, and prints the ratio of their times.",
    footer = {"", "The machine should be idle otherwise. A ratio under 1 means that Kioto takes less time."})
public final class Main implements Runnable {
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

  @Option(names = "--json", description = "Print one JSON object a row.")
  private boolean json;

  Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).setUsageHelpAutoWidth(true).execute(args));
  }

  @Override
  public void run() {
    var out = spec.commandLine().getOut();
    if (list) {
      Benchmarks.ALL.forEach(
          b -> out.printf("%-30s %s%n%-30s   %s beside %s%n", b.name(), b.what(), "", b.subject(), b.peer()));
      return;
    }
    if (names.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "name a benchmark, or 'all'; there are " + known());
    }
    if (workers < 1) {
      throw new ParameterException(spec.commandLine(), "--workers must be at least 1, but is " + workers);
    }
    var chosen = names.stream().flatMap(name -> find(name).stream()).distinct().toList();
    var effort = (brief ? Effort.SHORT : Effort.FULL).withWorkers(workers);
    var err = spec.commandLine().getErr();
    err.printf("%d benchmarks, about %d s each, %s %s, %d processors, %d workers%n", chosen.size(), effort.seconds(),
        System.getProperty("java.vm.name"), System.getProperty("java.vm.version"),
        java.lang.Runtime.getRuntime().availableProcessors(), workers);
    err.flush();
    if (!json) {
      out.printf("%-30s %-20s %11s   %-20s %11s %-11s %6s %8s %8s%n", "BENCHMARK", "SUBJECT", "MEDIAN", "PEER",
          "MEDIAN", "UNIT", "RATIO", "BYTES", "PEER");
    }
    for (var benchmark : chosen) {
      Comparison.run(benchmark, effort).forEach(row -> out.println(format(row)));
      out.flush();
    }
  }

  private List<Benchmarks.Benchmark> find(String name) {
    var found = Benchmarks.named(name);
    if (found.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "unknown benchmark '" + name + "': there are " + known());
    }
    return found;
  }

  private static String known() {
    return Benchmarks.ALL.stream().map(Benchmarks.Benchmark::name).collect(Collectors.joining(", "));
  }

  private String format(Comparison.Row row) {
    if (json) {
      try {
        return new ObjectMapper().writeValueAsString(row);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a row could not be written as JSON", e);
      }
    }
    return String.format(Locale.ROOT, "%-30s %-20s %11.1f   %-20s %11.1f %-11s %6.2f %8s %8s", row.benchmark(),
        row.subject(), row.subjectMedian(), row.peer(), row.peerMedian(), row.unit(), row.ratio(),
        bytes(row.subjectBytes()), bytes(row.peerBytes()));
  }

  private static String bytes(@Nullable Double bytes) {
    return bytes == null ? "-" : String.format(Locale.ROOT, "%.0f", bytes);
  }
}
