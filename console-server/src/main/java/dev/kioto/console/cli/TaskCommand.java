package dev.kioto.console.cli;

import dev.kioto.console.api.OperationPage;
import dev.kioto.console.api.TaskDetail;
import dev.kioto.console.api.TaskStack;
import dev.kioto.console.api.WakePage;
import dev.kioto.console.api.Why;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.client.TaskQuery;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto task`: all that is known of one task.
@Command(name = "task",
    description = "Shows one task: its times, where it is, why it waits, who wakes it.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "Exit status: 0 shown, 2 wrong command line, 3 server or program not reached, 4 no such task, or several of that name.",
        "", "Example: kioto task 17 127.0.0.1:6669"})
final class TaskCommand implements Callable<Integer> {

  private static final int NOT_FOUND = 404;
  private static final int NOT_SUPPORTED = 501;
  private static final int NOT_NOW = 409;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0",
      paramLabel = "ID",
      description = "The task: its id as lists show it, or its name.")
  private String task = "";

  @Parameters(index = "1",
      arity = "0..1",
      paramLabel = "TARGET",
      description = TargetChoice.HELP + " Without it, the only one there is.")
  private @Nullable String text;

  @Option(names = "--json",
      description = "Print JSON: task, stack, why it waits, operations and wakes, as the web API gives them.")
  private boolean json;

  @Mixin
  private ServerChoice server = new ServerChoice();

  /// All that is known. What the program cannot tell is null.
  record Known(TaskDetail task, @Nullable TaskStack stack, @Nullable Why why, @Nullable OperationPage operations,
      @Nullable WakePage wakes) {
  }

  @Override
  public Integer call() {
    try (var watched = server.watch(text)) {
      var err = spec.commandLine().getErr();
      watched.requireTasks(err);
      var known = Progress.during(err, "asking about the task", () -> known(watched.client(), watched.id()));
      if (json) Json.print(spec.commandLine().getOut(), known);
      else TaskSheet.lines(known).forEach(spec.commandLine().getOut()::println);
    }
    return ExitStatus.OK;
  }

  private Known known(ConsoleClient client, String target) {
    var id = idOf(client, target);
    var waiting = ListQuery.DEFAULT.with("state", "all").withLimit(20);
    var detail = unlessSilent(() -> client.task(target, id));
    if (detail == null)
      throw new CommandFailure(ExitStatus.REFUSED, "there is no task '" + task + "', or not any more");
    return new Known(detail,
        unlessSilent(() -> client.stack(target, id)),
        unlessSilent(() -> client.why(target, id)),
        unlessSilent(() -> client.taskOperations(target, id, waiting)),
        unlessSilent(() -> client.taskWakes(target, id, ListQuery.DEFAULT.withLimit(20))));
  }

  /// The wire id of the task that was meant.
  private String idOf(ConsoleClient client, String target) {
    boolean isNumber = task.matches("\\d{1,20}");
    var quoted = "\"" + task.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    var query = new TaskQuery(isNumber ? "taskId:" + task : "name=" + quoted, "-total", 2, null);
    var found = client.tasks(target, query);
    if (found.matched() == 1) return found.tasks().getFirst().id();
    if (found.matched() == 0 && isNumber) return task;
    throw new CommandFailure(ExitStatus.REFUSED, found.matched() == 0 ? "there is no task named '" + task + "'"
        : "there are " + found.matched() + " tasks '" + task + "': name one by its id, as 'kioto tasks' lists them");
  }

  /// Null where the program cannot tell.
  private static <T> @Nullable T unlessSilent(Supplier<T> question) {
    try {
      return question.get();
    } catch (ProblemException e) {
      int status = e.problem().status();
      if (status == NOT_SUPPORTED || status == NOT_NOW || status == NOT_FOUND) return null;
      throw e;
    }
  }
}
