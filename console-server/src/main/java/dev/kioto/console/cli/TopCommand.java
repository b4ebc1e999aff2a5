package dev.kioto.console.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto top`: the tasks of a program, as they change.
@Command(name = "top",
    description = "Shows the tasks of a program as they change, busiest first.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "Keys: q quit, space pause, < > sort by, r reverse, / filter, g group, arrows move, ? help.",
        "Where the output is no terminal, prints the list again and again.",
        "Exit status: 0 ended by you, 2 wrong command line, 3 server or program not reached or gone, 4 refused by the server.",
        "", "Example: kioto top 127.0.0.1:6669 --filter 'scheduled>10ms' --sort -scheduled"})
final class TopCommand implements Callable<Integer> {

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final long FIRST_MILLIS = 15_000;
  private static final long SHORTEST_MILLIS = 50; // the server's
  private static final long LONGEST_MILLIS = 60_000;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1",
      paramLabel = "TARGET",
      description = TargetChoice.HELP + " Without it, the only one there is.")
  private @Nullable String text;

  @Option(names = "--filter",
      paramLabel = "FILTER",
      defaultValue = "not state:completed",
      description = "Only tasks that match (default: '${DEFAULT-VALUE}').")
  private String filter = "";

  @Option(names = "--sort",
      paramLabel = "FIELD",
      defaultValue = "",
      description = "Order by a field, descending with '-' before it (default: -busy, of groups -tasks).")
  private String sort = "";

  @Option(names = "--group-by",
      paramLabel = "FIELD",
      defaultValue = "",
      description = "Add up the tasks that have this in common: location, name, kind, state, or field.NAME.")
  private String by = "";

  @Option(names = "--interval",
      paramLabel = "TIME",
      defaultValue = "500ms",
      converter = ServerOptions.Time.class,
      description = "The shortest time between two pictures, 50ms to 1m (default: ${DEFAULT-VALUE}).")
  private Duration interval = Duration.ZERO;

  @Option(names = "--count",
      paramLabel = "N",
      converter = ServerOptions.Count.class,
      description = "Print so many pictures, also on a terminal, and end.")
  private @Nullable Integer count;

  @Option(names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      converter = ServerOptions.Count.class,
      description = "Where pictures are printed: so many rows of each (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Mixin
  private ServerChoice server = new ServerChoice();

  @Override
  public Integer call() throws InterruptedException {
    if (interval.toMillis() < SHORTEST_MILLIS || interval.toMillis() > LONGEST_MILLIS) {
      throw new CommandFailure(ExitStatus.USAGE,
          "--interval: " + interval.toMillis() + "ms is out of range: write 50ms to 1m");
    }
    try (var watched = server.watch(text);
        var feeds = new TopFeeds(watched.client().stream(), watched.id(), (int) interval.toMillis())) {
      watched.requireTasks(spec.commandLine().getErr());
      var target = watched.target();
      var view = new TopView(target.name() + " at " + target.address(), by, filter, sort);
      return count == null && Terminal.isInteractive() ? show(view, feeds) : print(view, feeds);
    }
  }

  private int show(TopView view, TopFeeds feeds) throws InterruptedException {
    TopScreen screen;
    try {
      screen = TopScreen.open();
    } catch (IOException | IllegalStateException _) {
      return print(view, feeds); // a terminal that cannot be drawn on
    }
    try (screen) {
      java.lang.Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("kioto-stop").unstarted(screen::close));
      feeds.ask(view.question());
      screen.run(view, feeds);
    }
    return end(feeds);
  }

  private int print(TopView view, TopFeeds feeds) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    view.resize(limit + 4);
    feeds.ask(view.question());
    int left = count == null ? Integer.MAX_VALUE : count;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FIRST_MILLIS);
    while (left > 0 && !out.checkError()) { // whoever read may have gone
      long known = feeds.version();
      var news = feeds.news();
      var problem = news.problem();
      if (problem != null) throw new CommandFailure(ExitStatus.REFUSED, problem.detail());
      if (news.over()) return end(feeds);
      if (news.hasRows() && news.states() != null) {
        view.hear(news);
        out.println(
            CLOCK.format(LocalTime.now(java.time.ZoneId.systemDefault())) + "  " + view.plainLines().getFirst());
        view.plainLines().stream().skip(1).limit(limit + 1L).forEach(out::println);
        out.println();
        out.flush();
        if (--left > 0) Thread.sleep(interval);
      } else if (System.nanoTime() - deadline > 0) {
        throw new CommandFailure(ExitStatus.UNREACHABLE, "the server told nothing within 15 s: " + news.interruption());
      }
      if (left > 0) feeds.awaitNews(known, interval.toMillis());
    }
    return ExitStatus.OK;
  }

  /// @throws CommandFailure if nobody has ended it
  private static int end(TopFeeds feeds) {
    var news = feeds.news();
    if (!news.over()) return ExitStatus.OK;
    throw new CommandFailure(ExitStatus.UNREACHABLE, news.interruption());
  }
}
