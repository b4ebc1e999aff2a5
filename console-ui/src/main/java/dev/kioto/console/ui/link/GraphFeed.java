package dev.kioto.console.ui.link;

import dev.kioto.console.api.Task;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.TaskQuery;
import dev.kioto.console.ui.graph.Graph;
import dev.kioto.console.ui.graph.GraphLayout;
import dev.kioto.console.ui.graph.OutlineLayout;
import dev.kioto.console.ui.graph.TaskTree;
import dev.kioto.console.ui.graph.WaitGraph;
import dev.kioto.console.ui.graph.WakeGraph;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks for a graph of the watched target while somebody looks at it, and places it.
final class GraphFeed implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int MOST_WAITS = 300;
  private static final int MOST_WAKES = 80;
  private static final int MOST_TASKS = 500;
  private static final int MOST_ANCESTORS = 20;

  private final ConsoleClient client;
  private final Pulse.Inlet<ConsoleNews> in;
  private final GraphLayout layout = new GraphLayout(); // of the repeater
  private final Repeater repeater = new Repeater("graph", EVERY, this::ask);
  // Written by the UI thread, read by the repeater.
  private volatile @Nullable String targetId;
  private volatile @Nullable GraphRequest request;
  private volatile boolean paused;

  GraphFeed(ConsoleClient client, Pulse pulse, Consumer<ConsoleNews> receiver) {
    this.client = client;
    in = pulse.inlet(receiver);
  }

  void start() {
    repeater.start();
  }

  void watch(@Nullable String target) {
    targetId = target;
    repeater.kick();
  }

  void want(@Nullable GraphRequest wanted) {
    request = wanted;
    repeater.kick();
  }

  void pause(boolean on) {
    paused = on;
    if (!on) {
      repeater.kick();
    }
  }

  private void ask() {
    var target = targetId;
    var wanted = request;
    if (target == null || wanted == null || paused) {
      return;
    }
    try {
      var graph = switch (wanted.kind()) {
        case WAITS -> layout.place(WaitGraph.of(client.waitFor(target, ListQuery.DEFAULT.withLimit(MOST_WAITS))));
        case WAKES -> layout.place(WakeGraph.of(wanted.taskId() == null
            ? client.wakes(target, ListQuery.DEFAULT.withLimit(MOST_WAKES))
            : client.taskWakes(target, wanted.taskId(), ListQuery.DEFAULT.withLimit(MOST_WAKES))));
        case TREE -> OutlineLayout.place(wanted.taskId() == null ? forest(target) : family(target, wanted.taskId()));
      };
      in.offer(new ConsoleNews.Graph(target, wanted, graph));
    } catch (ConsoleClientException e) {
      in.offer(new ConsoleNews.GraphFailed(target, wanted, ConsoleLink.sentence(e)));
    }
  }

  private Graph forest(String target) {
    var page = client.tasks(target,
        TaskQuery.DEFAULT.withFilter("not state:completed").withSort("id").withLimit(MOST_TASKS));
    return TaskTree.of(page.tasks(), page.matched() - page.tasks().size());
  }

  /// A task, what it comes from, and what it has spawned.
  private Graph family(String target, String taskId) {
    Map<String, Task> tasks = new LinkedHashMap<>();
    String next = taskId;
    while (next != null && tasks.size() < MOST_ANCESTORS && !tasks.containsKey(next)) {
      var task = ancestor(target, next, tasks.isEmpty());
      if (task == null) break;
      tasks.put(next, task);
      next = task.parentId();
    }
    var page = client.children(target, taskId, TaskQuery.DEFAULT.withSort("id").withLimit(MOST_TASKS));
    page.tasks().forEach(task -> tasks.put(task.id(), task));
    return TaskTree.of(tasks.values(), page.matched() - page.tasks().size());
  }

  private @Nullable Task ancestor(String target, String taskId, boolean isChosen) {
    try {
      return client.task(target, taskId).task();
    } catch (ConsoleClientException e) {
      if (isChosen) throw e;
      return null; // it is forgotten, as tasks are some time after their end
    }
  }

  @Override
  public void close() {
    repeater.close();
  }
}
