package dev.kioto.console.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskPage;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.TaskQuery;
import dev.kioto.console.json.ApiJson;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kioto tasks`: the tasks of a program, once.
@Command(name = "tasks",
    description = "Lists the tasks of a program, once.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "Exit status: 0 listed, 2 wrong command line, 3 server or program not reached, 4 refused by the server.",
        "", "Example: kioto tasks --filter 'state:idle idle>5s' --sort -idle --limit 20"})
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

  @Option(names = "--target",
      paramLabel = "ID",
      description = "Which of the server's targets, by id or address; needed when it has several.")
  private @Nullable String target;

  @Mixin
  private ClientOptions access = new ClientOptions();

  @ArgGroup
  private Source source = new Source();

  /// Whom to ask.
  static final class Source {
    @Option(names = "--server",
        paramLabel = "URL",
        defaultValue = ServerOptions.DEFAULT_SERVER,
        description = "Ask this console server (default: ${DEFAULT-VALUE}).")
    private String server = ServerOptions.DEFAULT_SERVER;

    @Option(names = "--attach",
        paramLabel = "HOST:PORT",
        converter = ServerOptions.Address.class,
        description = "Ask the program itself, without a console server.")
    private @Nullable String attach;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (source.attach == null) {
      try (var client = access.client(source.server)) {
        var chosen = chosen(client);
        requireTasks(chosen);
        print(list(client, chosen.id()));
      }
    } else {
      try (var server = EmbeddedServer.start(ServerOptions.LOOPBACK, 0);
          var client = ConsoleClient.of(server.uri())) {
        print(list(client, ServerOptions.attach(client, source.attach).id()));
      }
    }
    return ExitStatus.OK;
  }

  private Target chosen(ConsoleClient client) {
    var targets = client.targets();
    if (target != null) {
      for (var candidate : targets) {
        if (candidate.id().equals(target) || candidate.address().equals(target)) return candidate;
      }
      throw new CommandFailure(ExitStatus.REFUSED,
          "the server at " + client.server() + " has no target '" + target + "': " + listed(targets));
    }
    if (targets.size() == 1) return targets.getFirst();
    throw new CommandFailure(ExitStatus.REFUSED, targets.isEmpty()
        ? "the server at " + client.server()
            + " watches no program: start it with --attach HOST:PORT, or ask a program "
            + "itself by 'kioto tasks --attach HOST:PORT'"
        : "the server at " + client.server() + " watches several programs, name one by --target: " + listed(targets));
  }

  /// Says so when the list is old, and ends the command when there is none.
  private void requireTasks(Target chosen) {
    if (chosen.state() == TargetState.CONNECTED) return;
    var reason = chosen.error() == null ? "it has not answered yet" : chosen.error();
    var sentence = chosen.name() + " at " + chosen.address() + " is not connected: " + reason;
    if (chosen.tasks().total() == 0) throw new CommandFailure(ExitStatus.UNREACHABLE, sentence);
    spec.commandLine().getErr().println("kioto: " + sentence + ". This is what was last known.");
  }

  private static String listed(List<Target> targets) {
    if (targets.isEmpty()) return "it has none";
    var names = targets.stream().map(known -> known.id() + " (" + known.name() + " at " + known.address() + ")");
    return "it has " + String.join(", ", names.toList());
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

  private void print(TaskPage page) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ApiJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(page));
      return;
    }
    int width = Terminal.isInteractive() ? Terminal.size().columns() : 0;
    TaskTable.lines(page.tasks(), width).forEach(out::println);
    if (page.tasks().size() < page.matched() || page.matched() < page.total()) {
      out.println(page.tasks().size() + " of " + page.matched() + " that match, " + page.total() + " in all");
    }
  }
}
