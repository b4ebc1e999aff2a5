package dev.kioto.console.cli;

import dev.kioto.console.api.StackFrame;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskStack;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.client.TaskQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto dump`: where every task is, or the last events of the flight recorder.
@Command(name = "dump",
    description = "Prints where every live task is, those with the same stack together; or saves the flight recorder.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "Exit status: 0 done, 1 the file cannot be written, 2 wrong command line, 3 server or program not reached,",
        "4 refused, or the program cannot tell.",
        "", "Example: kioto dump 127.0.0.1:6669 --filter 'idle>1m'",
        "Example: kioto dump 127.0.0.1:6669 --trace last.trace --last 5s"})
final class DumpCommand implements Callable<Integer> {

  private static final int PAGE = 1000; // the most that the server gives at once
  private static final int AT_ONCE = 8; // questions on their way
  private static final int NAMED = 10; // tasks named of each group
  private static final int NOT_FOUND = 404;

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

  @Option(names = "--limit",
      paramLabel = "N",
      defaultValue = "10000",
      converter = ServerOptions.Count.class,
      description = "At most so many tasks, the oldest first (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--json",
      description = "Print JSON: the groups, largest first, with the ids of their tasks.")
  private boolean json;

  @Option(names = "--trace",
      paramLabel = "FILE",
      description = "Save the events of the flight recorder in this file instead.")
  private @Nullable Path trace;

  @Option(names = "--last",
      paramLabel = "TIME",
      converter = ServerOptions.Time.class,
      description = "With --trace: those of the last time, such as 5s (default: all there is).")
  private @Nullable Duration last;

  @Option(names = "--force",
      description = "With --trace: write over the file if it is there.")
  private boolean force;

  @Mixin
  private ServerChoice server = new ServerChoice();

  /// Tasks that are at the same place.
  ///
  /// @param kind `PARKED`, `RUNNING` or `NO_STACK`
  record Group(int count, TaskStack.Kind kind, String explanation, List<StackFrame> frames, List<String> taskIds,
      List<String> names) {
  }

  private record Place(TaskStack.Kind kind, String explanation, List<StackFrame> frames) {
  }

  @Override
  public Integer call() throws InterruptedException {
    if (trace == null && (last != null || force)) {
      throw new CommandFailure(ExitStatus.USAGE,
          (last != null ? "--last" : "--force") + " goes with --trace FILE alone");
    }
    var file = trace;
    if (file != null && Files.exists(file) && !force) {
      throw new CommandFailure(ExitStatus.FAILED, file + " is there already: name another file, or add --force");
    }
    var parent = file == null ? null : file.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new CommandFailure(ExitStatus.FAILED, "the folder of " + file + " is not there: make it first");
    }
    try (var watched = server.watch(text)) {
      var err = spec.commandLine().getErr();
      watched.requireTasks(err);
      if (file == null) {
        var groups = Progress.during(err, "reading stacks", () -> groups(watched.client(), watched.id()));
        print(groups);
      } else {
        Progress.during(err, "reading the flight recorder", () -> {
          watched.client().dump(watched.id(), last == null ? Duration.ZERO : last, file);
          return true;
        });
        spec.commandLine().getOut()
            .println(String.format(Locale.ROOT, "%.1f MB in %s", file.toFile().length() / 1e6, file));
      }
    }
    return ExitStatus.OK;
  }

  private List<Group> groups(ConsoleClient client, String target) {
    var tasks = tasks(client, target);
    var places = new LinkedHashMap<Place, List<Task>>();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("kioto-dump-", 0).factory())) {
      var answers = new ArrayList<Future<@Nullable TaskStack>>();
      for (var task : tasks) answers.add(threads.submit(() -> stack(client, target, task)));
      for (int i = 0; i < answers.size(); i++) {
        var stack = answer(answers.get(i));
        if (stack == null) continue; // it has ended and is forgotten
        var place = new Place(stack.kind(), stack.frames().isEmpty() ? withoutTime(stack.explanation()) : "",
            stack.frames());
        places.computeIfAbsent(place, _ -> new ArrayList<>()).add(tasks.get(i));
      }
    }
    return places.entrySet().stream()
        .map(entry -> new Group(entry.getValue().size(), entry.getKey().kind(), entry.getKey().explanation(),
            entry.getKey().frames(), entry.getValue().stream().map(Task::taskId).toList(),
            entry.getValue().stream().map(Task::name).filter(name -> !name.isEmpty()).distinct().limit(NAMED).toList()))
        .sorted(Comparator.comparingInt(Group::count).reversed())
        .toList();
  }

  /// What is said of one task's time would tell each from the others.
  private static String withoutTime(String explanation) {
    return explanation.replaceAll(" \\(due in [^)]*\\)", "");
  }

  private List<Task> tasks(ConsoleClient client, String target) {
    var tasks = new ArrayList<Task>();
    String cursor = null;
    do {
      var page = client.tasks(target, new TaskQuery(filter, "-total", Math.min(PAGE, limit - tasks.size()), cursor));
      tasks.addAll(page.tasks());
      cursor = page.nextCursor();
      if (cursor != null && tasks.size() >= limit) {
        spec.commandLine().getErr()
            .println("kioto: " + page.matched() + " tasks match; this is of " + limit + " of them, "
                + "the oldest: --limit takes more in");
      }
    } while (cursor != null && tasks.size() < limit);
    return tasks;
  }

  private static @Nullable TaskStack stack(ConsoleClient client, String target, Task task) {
    try {
      return client.stack(target, task.id());
    } catch (ProblemException e) {
      if (e.problem().status() == NOT_FOUND) return null;
      throw e;
    }
  }

  private static @Nullable TaskStack answer(Future<@Nullable TaskStack> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) throw failure;
      throw new IllegalStateException("reading a stack failed", e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitStatus.FAILED, "interrupted");
    }
  }

  private void print(List<Group> groups) {
    var out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, groups);
      return;
    }
    if (groups.isEmpty()) out.println("no task matches");
    for (var group : groups) {
      out.println(head(group).replaceAll("\\p{Cntrl}", " "));
      group.frames().forEach(frame -> out.println("    at " + Stacks.frame(frame).replaceAll("\\p{Cntrl}", " ")));
      out.println();
    }
  }

  private static String head(Group group) {
    var what = group.count() == 1 ? "1 task" : group.count() + " tasks";
    var ids = String.join(", ", group.taskIds().subList(0, Math.min(NAMED, group.taskIds().size())));
    var names = group.names().isEmpty() ? "" : " (" + String.join(", ", group.names()) + ")";
    return what + ", " + switch (group.kind()) {
      case PARKED -> "parked";
      case RUNNING -> "running";
      case NO_STACK -> "no stack";
    } + ": " + ids + (group.taskIds().size() > NAMED ? ", ..." : "") + names
        + (group.explanation().isEmpty() ? "" : ". " + group.explanation());
  }
}
