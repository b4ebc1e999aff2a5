package dev.kioto.console.cli;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskPage;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.TaskQuery;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto tasks`: the tasks of a program, once.
@Command(name = "tasks",
    description = "Lists the tasks of a program, once.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "Exit status: 0 listed, 2 wrong command line, 3 server or program not reached, 4 refused by the server.",
        "", "Example: kioto tasks 127.0.0.1:6669 --filter 'state:idle idle>5s' --sort -idle --limit 20"})
final class TasksCommand implements Callable<Integer> {

  private static final int PAGE = 1000; // the most that the server gives at once

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json",
      description = "Print JSON, as the web API gives it.")
  private boolean json;

  @Option(names = "--filter",
      paramLabel = "FILTER",
      defaultValue = "",
      description = "Only tasks that match, such as 'idle>5s', 'state:idle' or 'name:accept'.")
  private String filter = "";

  @Option(names = "--sort",
      paramLabel = "FIELD",
      defaultValue = "-total",
      description = "Order by a field, descending with '-' before it (default: ${DEFAULT-VALUE}).")
  private String sort = "";

  @Option(names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      converter = ServerOptions.Count.class,
      description = "At most so many tasks (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Parameters(arity = "0..1",
      paramLabel = "TARGET",
      description = TargetChoice.HELP + " Without it, the only one there is.")
  private @Nullable String text;

  @Mixin
  private ServerChoice server = new ServerChoice();

  @Override
  public Integer call() {
    try (var watched = server.watch(text)) {
      watched.requireTasks(spec.commandLine().getErr());
      print(
          Progress.during(spec.commandLine().getErr(), "reading the list", () -> list(watched.client(), watched.id())));
    }
    return ExitStatus.OK;
  }

  /// As many tasks as were asked for, from as many pages as that takes.
  private TaskPage list(ConsoleClient client, String targetId) {
    var page = client.tasks(targetId, new TaskQuery(filter, sort, Math.min(limit, PAGE), null));
    var tasks = new ArrayList<Task>(page.tasks());
    while (page.nextCursor() != null && tasks.size() < limit) {
      var query = new TaskQuery(filter, sort, Math.min(limit - tasks.size(), PAGE), page.nextCursor());
      page = client.tasks(targetId, query);
      tasks.addAll(page.tasks());
    }
    return new TaskPage(tasks, page.total(), page.matched(), page.nextCursor(), page.asOf());
  }

  private void print(TaskPage page) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, page);
      return;
    }
    int width = Terminal.isInteractive() ? Terminal.size().columns() : 0;
    TaskTable.lines(page.tasks(), width).forEach(out::println);
    if (page.tasks().size() < page.matched() || page.matched() < page.total()) {
      out.println(page.tasks().size() + " of " + page.matched() + " that match, " + page.total() + " in all");
    }
  }
}
