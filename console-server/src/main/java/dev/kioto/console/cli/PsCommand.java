package dev.kioto.console.cli;

import dev.kioto.console.api.LocalProcess;
import dev.kioto.console.api.OpenConsole;
import dev.kioto.console.api.ProcessList;
import dev.kioto.console.api.Target;
import dev.kioto.console.cli.TextTable.Column;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.discovery.LocalPrograms;
import dev.kioto.console.discovery.OpenPort;
import dev.kioto.console.text.Units;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kioto ps`: what runs here, and what is watched.
@Command(name = "ps",
    description = "Lists the local JVMs and Kioto programs, and what the console server watches.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "Nothing is attached to: a program that serves consoles has left a notice of where. A Rust program leaves none, and is",
        "found at port 6669 alone. What serves consoles is listed; -a lists every JVM.",
        "Exit status: 0 listed, 2 wrong command line, 3 the server that was named is not reached.",
        "", "Example: kioto ps, then kioto top PID"})
final class PsCommand implements Callable<Integer> {

  private static final int PAGE = 1000; // the most that the server gives at once
  private static final Duration PATIENCE = Duration.ofMillis(300);

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = {"-a", "--all"},
      description = "List JVMs that serve no consoles too.")
  private boolean all;

  @Option(names = "--json",
      description = "Print JSON, of all JVMs: processes, others and targets, as the web API gives them.")
  private boolean json;

  @Mixin
  private ServerChoice server = new ServerChoice();

  /// All there is to list.
  ///
  /// @param server whom it was asked of; null when no server runs
  record Listing(@Nullable String server, List<LocalProcess> processes, List<OpenConsole> others,
      List<Target> targets) {
  }

  @Override
  public Integer call() {
    var client = server.running();
    var listing = Progress.during(spec.commandLine().getErr(), "looking at the processes",
        () -> client == null ? here() : asked(client));
    var out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, listing);
      return ExitStatus.OK;
    }
    var lines = table(listing);
    if (lines.size() > 1) lines.forEach(out::println);
    else out.println("no program that serves consoles runs here, and nothing is watched");
    long hidden = all ? 0 : listing.processes().stream().filter(process -> process.consoles().isEmpty()).count();
    if (hidden > 0) {
      spec.commandLine().getErr()
          .println(hidden + (hidden == 1 ? " JVM serves" : " JVMs serve") + " no consoles: -a lists "
              + (hidden == 1 ? "it" : "them"));
    }
    return ExitStatus.OK;
  }

  private static Listing here() {
    var processes = LocalPrograms.ofThisMachine().look();
    boolean isNamed = processes.stream().flatMap(process -> process.consoles().stream())
        .anyMatch(console -> LocalPrograms.isCustomary(console.address()));
    var others = !isNamed && OpenPort.answers(OpenPort.CUSTOMARY, PATIENCE)
        ? List.of(LocalPrograms.customary(null)) : List.<OpenConsole>of();
    return new Listing(null, processes, others, List.of());
  }

  private static Listing asked(ConsoleClient client) {
    try (client) {
      var processes = new ArrayList<LocalProcess>();
      ProcessList part = client.processes(PAGE, null);
      processes.addAll(part.processes());
      while (part.nextCursor() != null) {
        part = client.processes(PAGE, part.nextCursor());
        processes.addAll(part.processes());
      }
      return new Listing(EmbeddedServer.address(client.server()), processes, part.others(), client.targets());
    }
  }

  private List<String> table(Listing listing) {
    var table = new TextTable(Column.right("PID"), Column.left("NAME"), Column.left("CONSOLE"), Column.left("TARGET"),
        Column.left("STATE"), Column.right("TASKS"), Column.left("USER"), Column.left("JAVA"), Column.right("UP"));
    var shown = new HashSet<String>();
    var hints = new ArrayList<String>();
    for (var process : listing.processes()) addProcess(table, process, listing.targets(), shown, hints);
    for (var other : listing.others()) {
      table.add(row("-", "?", other.address(), target(listing.targets(), other.targetId(), shown), null));
      hints.add(other.address() + ": " + other.hint());
    }
    for (var target : listing.targets()) {
      if (shown.add(target.id())) {
        table.add(
            row(target.pid() == null ? "-" : target.pid().toString(), target.name(), target.address(), target, null));
      }
    }
    var lines = new ArrayList<>(table.lines(Terminal.isInteractive() ? Terminal.size().columns() : 0));
    hints.forEach(hint -> lines.add("  " + hint));
    return lines;
  }

  private void addProcess(TextTable table, LocalProcess process, List<Target> targets, Set<String> shown,
      List<String> hints) {
    if (process.consoles().isEmpty() && !all) return;
    for (var console : process.consoles()) {
      var where = console.address() != null ? console.address() : "dials " + console.dials();
      table.add(row(Long.toString(process.pid()), console.name(), where, target(targets, console.targetId(), shown),
          process));
    }
    if (process.consoles().isEmpty()) {
      table.add(row(Long.toString(process.pid()), process.name(), "-", null, process));
    }
    if (process.hint() != null) hints.add(process.pid() + ": " + process.hint());
  }

  private static @Nullable Target target(List<Target> targets, @Nullable String id, Set<String> shown) {
    for (var target : targets) {
      if (target.id().equals(id)) {
        shown.add(id);
        return target;
      }
    }
    return null;
  }

  private static List<String> row(String pid, String name, String where, @Nullable Target target,
      @Nullable LocalProcess process) {
    return List.of(pid, name, where,
        target == null ? "-" : target.id(),
        target == null ? "-" : target.state().name().toLowerCase(Locale.ROOT),
        target == null ? "-" : Long.toString(target.tasks().total()),
        process == null || process.user() == null ? "-" : process.user(),
        process == null || process.java() == null ? "-" : process.java(),
        process == null || process.startedAt() == null ? "-" : up(process.startedAt()));
  }

  private static String up(Instant start) {
    var seconds = Math.max(0, Duration.between(start, Instant.now()).toSeconds());
    return Units.nanos(Duration.ofSeconds(seconds).toNanos());
  }
}
