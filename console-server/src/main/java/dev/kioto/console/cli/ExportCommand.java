package dev.kioto.console.cli;

import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.FileRequest;
import dev.kioto.console.client.ListQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto export`: tables, traces and evidence as files for other tools.
@Command(name = "export",
    description = "Writes a table, a trace or the evidence of a diagnosis to a file, or to the standard output.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "Tables (tasks, resources, operations, workers, wakes, groups, diagnoses, incidents, series) are CSV, or lines of",
        "JSON; trace is for ui.perfetto.dev, stacks are folded stacks for flame graphs, bundle is a zip with the evidence",
        "of a diagnosis, metrics are the server's figures for Prometheus, and of no target.", "",
        "Exit status: 0 done, 1 the file cannot be written, 2 wrong command line, 3 server or program not reached,",
        "4 refused, or the program cannot tell.",
        "", "Example: kioto export tasks 127.0.0.1:6669 --filter state:idle -o idle.csv",
        "Example: kioto export trace 127.0.0.1:6669 --last 2s -o busy.perfetto-trace",
        "Example: kioto export stacks | flamegraph.pl > stacks.svg"})
final class ExportCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0",
      paramLabel = "WHAT",
      converter = Exports.Name.class,
      completionCandidates = Exports.Name.class,
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private Exports what = Exports.TASKS;

  @Parameters(index = "1",
      arity = "0..1",
      paramLabel = "TARGET",
      description = TargetChoice.HELP + " Without it, the only one there is.")
  private @Nullable String text;

  @Option(names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write this file (default: the standard output).")
  private @Nullable Path file;

  @Option(names = "--force",
      description = "Write over the file if it is there.")
  private boolean force;

  @Option(names = "--format",
      paramLabel = "FORMAT",
      description = "Of a table: csv or jsonl (default: as the file's name ends, else csv).")
  private @Nullable String format;

  @Option(names = "--filter",
      paramLabel = "FILTER",
      description = "Only rows that match, such as 'state:idle'.")
  private @Nullable String filter;

  @Option(names = "--sort",
      paramLabel = "FIELD",
      description = "Order by a field, descending with '-' before it.")
  private @Nullable String sort;

  @Option(names = "--limit",
      paramLabel = "N",
      converter = ServerOptions.Count.class,
      description = "At most so many rows (default: all).")
  private @Nullable Integer limit;

  @Option(names = "--by",
      paramLabel = "FIELD",
      description = "Of groups: what tasks have in common (default: location).")
  private @Nullable String by;

  @Option(names = "--name",
      paramLabel = "NAME",
      description = "Of a series: which figure, such as tasks.idle.")
  private @Nullable String name;

  @Option(names = "--diagnosis",
      paramLabel = "ID",
      description = "Of a bundle: which diagnosis (default: the worst that is active).")
  private @Nullable String diagnosis;

  @Option(names = "--last",
      paramLabel = "TIME",
      converter = ServerOptions.Time.class,
      description = "Of trace, series and diagnoses: the last time, such as 5s.")
  private @Nullable Duration last;

  @Option(names = "--with",
      paramLabel = "NAME=VALUE",
      description = "Any other parameter that the web API's list takes, such as state=all or from=2026-01-31T12:00:00Z.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Mixin
  private ServerChoice server = new ServerChoice();

  @Override
  public Integer call() {
    var output = ExportFile.of(file, force, what.isBinary());
    var format = format();
    if (what.isOfServer()) {
      if (text != null) throw usage("metrics are of the server and all its targets: leave '" + text + "' out");
      try (var client = server.required()) {
        write(client, new FileRequest("../../metrics", given()), output);
      }
      return ExitStatus.OK;
    }
    try (var watched = server.watch(text)) {
      watched.requireTasks(spec.commandLine().getErr());
      var path = what.path(what == Exports.BUNDLE ? diagnosis(watched) : null);
      var request = FileRequest.ofTarget(watched.id(), path, given());
      write(watched.client(), format == null ? request : request.with("format", format), output);
    }
    return ExitStatus.OK;
  }

  private void write(ConsoleClient client, FileRequest request, ExportFile output) {
    var command = spec.commandLine();
    long bytes = Progress.during(command.getErr(), "exporting " + what,
        () -> output.write(client, request, command.getOut()));
    if (file != null) command.getOut().println(String.format(Locale.ROOT, "%,d bytes in %s", bytes, file));
  }

  private @Nullable String format() {
    if (!what.isTable()) {
      if (format != null) throw usage("--format goes with tables alone, and " + what + " is none");
      return null;
    }
    var end = file == null ? "" : file.toString().replaceAll(".*\\.", "").toLowerCase(Locale.ROOT);
    var wanted = format != null ? format.toLowerCase(Locale.ROOT) : Exports.FORMATS.contains(end) ? end : "csv";
    if (!Exports.FORMATS.contains(wanted)) {
      throw usage("'" + format + "' is not a format: write one of " + String.join(", ", Exports.FORMATS));
    }
    return wanted;
  }

  /// What the server is asked, as far as something was said. It refuses what a list does not take.
  private Map<String, String> given() {
    var given = new LinkedHashMap<>(parameters);
    put(given, "filter", filter);
    put(given, "sort", sort);
    put(given, "limit", limit);
    put(given, "by", by);
    put(given, "name", name);
    put(given, "from", last == null ? null : Instant.now().minus(last));
    return given;
  }

  private static void put(Map<String, String> given, String name, @Nullable Object value) {
    if (value != null) given.put(name, value.toString());
  }

  private String diagnosis(Watched watched) {
    if (diagnosis != null) return diagnosis;
    var active = watched.client().diagnoses(watched.id(), ListQuery.DEFAULT.with("state", "active").withLimit(1));
    if (!active.diagnoses().isEmpty()) return active.diagnoses().getFirst().id();
    throw new CommandFailure(ExitStatus.REFUSED, "nothing is wrong with " + watched.target().name()
        + " now: name a diagnosis of before by --diagnosis ID, as 'kioto export diagnoses --with state=all' lists them");
  }

  private static CommandFailure usage(String sentence) {
    return new CommandFailure(ExitStatus.USAGE, sentence);
  }
}
