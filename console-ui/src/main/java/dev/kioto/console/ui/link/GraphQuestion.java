package dev.kioto.console.ui.link;

import dev.kioto.console.api.Task;
import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.TargetReader;
import dev.kioto.console.client.TaskQuery;
import dev.kioto.console.ui.graph.Graph;
import dev.kioto.console.ui.graph.GraphLayout;
import dev.kioto.console.ui.graph.OutlineLayout;
import dev.kioto.console.ui.graph.TaskTree;
import dev.kioto.console.ui.graph.WaitGraph;
import dev.kioto.console.ui.graph.WakeGraph;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks for what a graph is made of, makes it, and places it. Of one thread.
final class GraphQuestion implements Feed.Question<GraphRequest> {
  private static final int MOST_WAITS = 300;
  private static final int MOST_WAKES = 80;
  private static final int MOST_TASKS = 500;
  private static final int MOST_ANCESTORS = 20;

  private final Watched watched;
  private final GraphLayout layout = new GraphLayout();

  GraphQuestion(Watched watched) {
    this.watched = watched;
  }

  @Override
  public ConsoleNews.OfTarget ask(Watched.Look look, GraphRequest wanted) {
    var reader = watched.reader(look);
    var target = look.targetId();
    var graph = switch (wanted.kind()) {
      case WAITS -> layout.place(WaitGraph.of(reader.waitFor(target, ListQuery.DEFAULT.withLimit(MOST_WAITS))));
      case WAKES -> layout.place(WakeGraph.of(wanted.taskId() == null
          ? reader.wakes(target, ListQuery.DEFAULT.withLimit(MOST_WAKES))
          : reader.taskWakes(target, wanted.taskId(), ListQuery.DEFAULT.withLimit(MOST_WAKES))));
      case TREE -> OutlineLayout.place(wanted.taskId() == null ? forest(reader, target)
          : family(reader, target, wanted.taskId()));
    };
    return new ConsoleNews.Graph(target, wanted, graph);
  }

  private static Graph forest(TargetReader reader, String target) {
    var page = reader.tasks(target,
        TaskQuery.DEFAULT.withFilter("not state:completed").withSort("id").withLimit(MOST_TASKS));
    return TaskTree.of(page.tasks(), page.matched() - page.tasks().size());
  }

  /// A task, what it comes from, and what it has spawned.
  private static Graph family(TargetReader reader, String target, String taskId) {
    Map<String, Task> tasks = new LinkedHashMap<>();
    String next = taskId;
    while (next != null && tasks.size() < MOST_ANCESTORS && !tasks.containsKey(next)) {
      var task = ancestor(reader, target, next, tasks.isEmpty());
      if (task == null) break;
      tasks.put(next, task);
      next = task.parentId();
    }
    var page = reader.children(target, taskId, TaskQuery.DEFAULT.withSort("id").withLimit(MOST_TASKS));
    page.tasks().forEach(task -> tasks.put(task.id(), task));
    return TaskTree.of(tasks.values(), page.matched() - page.tasks().size());
  }

  private static @Nullable Task ancestor(TargetReader reader, String target, String taskId, boolean isChosen) {
    try {
      return reader.task(target, taskId).task();
    } catch (ConsoleClientException e) {
      if (isChosen) throw e;
      return null; // it is forgotten, as tasks are some time after their end
    }
  }
}
