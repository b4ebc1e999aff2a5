package dev.kioto.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kioto.bench.Benchmarks.Benchmark;
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

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "What to measure; see --list. 'all' for all of it.")
  private List<String> names = List.of();

  @Option(names = "--list", description = "List the benchmarks.")
  private boolean list;

  @Option(names = "--short", description = "Fewer and shorter runs: a first impression, not a figure to quote.")
  private boolean brief;

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
          b -> out.printf("%-22s %s%n%-22s   %s beside %s%n", b.name(), b.what(), "", b.subject(), b.peer()));
      return;
    }
    if (names.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "name a benchmark, or 'all'; there are " + known());
    }
    var chosen = names.contains("all") ? Benchmarks.ALL : names.stream().map(this::find).toList();
    var effort = brief ? Comparison.Effort.SHORT : Comparison.Effort.FULL;
    var err = spec.commandLine().getErr();
    err.printf("%d benchmarks, about %d s each, %s %s, %d processors%n", chosen.size(), effort.seconds(),
        System.getProperty("java.vm.name"), System.getProperty("java.vm.version"),
        java.lang.Runtime.getRuntime().availableProcessors());
    err.flush();
    if (!json) {
      out.printf("%-22s %-20s %12s   %-20s %12s   %6s%n", "BENCHMARK", "SUBJECT", "MEDIAN", "PEER", "MEDIAN", "RATIO");
    }
    for (var benchmark : chosen) {
      out.println(format(Comparison.run(benchmark, effort)));
      out.flush();
    }
  }

  private Benchmark find(String name) {
    @Nullable Benchmark found = Benchmarks.named(name).orElse(null);
    if (found == null) {
      throw new ParameterException(spec.commandLine(), "unknown benchmark '" + name + "': there are " + known());
    }
    return found;
  }

  private static String known() {
    return Benchmarks.ALL.stream().map(Benchmark::name).collect(Collectors.joining(", "));
  }

  private String format(Comparison.Row row) {
    if (json) {
      try {
        return new ObjectMapper().writeValueAsString(row);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a row could not be written as JSON", e);
      }
    }
    return String.format(Locale.ROOT, "%-22s %-20s %9.1f %s %-20s %9.1f %s %6.2f", row.benchmark(), row.subject(),
        row.subjectMedian(), "ns", row.peer(), row.peerMedian(), "ns", row.ratio());
  }
}
