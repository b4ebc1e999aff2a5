package dev.kioto.console.ui.graph;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskState;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.graph.Graph.Edge;
import dev.kioto.console.ui.graph.Graph.Kind;
import dev.kioto.console.ui.graph.Graph.Node;
import dev.kioto.console.ui.graph.Graph.Tone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which task has spawned which. Of many children of one name that have none of their own, a few are drawn and the others are one
/// node.
public final class TaskTree {
  private static final int DRAWN_ALIKE = 4;

  private TaskTree() {}

  /// Draws tasks; one whose parent is not among them is a root.
  ///
  /// @param left how many tasks there are beside
  public static Graph of(Collection<Task> tasks, int left) {
    var nodes = new ArrayList<Node>();
    var edges = new ArrayList<Edge>();
    Set<String> known = tasks.stream().map(Task::id).collect(Collectors.toCollection(HashSet::new));
    Set<String> parents = tasks.stream().map(task -> parent(task, known))
        .collect(Collectors.toCollection(HashSet::new));
    Map<String, List<Task>> alike = new LinkedHashMap<>();
    for (var task : tasks) {
      // A task that has children is alike to none.
      var group = parents.contains(task.id()) ? task.id() : parent(task, known) + ' ' + task.name();
      alike.computeIfAbsent(group, _ -> new ArrayList<>()).add(task);
    }
    for (var group : alike.entrySet()) {
      var members = group.getValue();
      boolean folds = members.size() > DRAWN_ALIKE + 1;
      for (var task : folds ? members.subList(0, DRAWN_ALIKE) : members) {
        nodes.add(Node.task(task.id(), task.name(), task.state().name().toLowerCase(Locale.ROOT), Tone.PLAIN));
        join(edges, parent(task, known), Node.ofTask(task.id()));
      }
      if (folds) {
        var rest = members.subList(DRAWN_ALIKE, members.size());
        var id = "rest " + group.getKey();
        nodes
            .add(new Node(id, Kind.REST, "", Counts.text(rest.size()) + " more " + rest.getFirst().name(), states(rest),
                Tone.PLAIN));
        join(edges, parent(rest.getFirst(), known), id);
      }
    }
    return new Graph(nodes, edges,
        left > 0 ? Counts.of(left, "younger task") + " left out: choose a task to see its own." : "");
  }

  private static void join(List<Edge> edges, String parent, String child) {
    if (!parent.isEmpty()) {
      edges.add(new Edge(Node.ofTask(parent), child, "", Tone.PLAIN));
    }
  }

  private static String parent(Task task, Set<String> known) {
    var parent = task.parentId();
    return parent == null || !known.contains(parent) ? "" : parent;
  }

  private static String states(List<Task> tasks) {
    var counts = tasks.stream().collect(Collectors.groupingBy(Task::state, Collectors.counting()));
    return Arrays.stream(TaskState.values()).filter(counts::containsKey)
        .map(state -> Counts.text(counts.getOrDefault(state, 0L)) + ' ' + state.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
