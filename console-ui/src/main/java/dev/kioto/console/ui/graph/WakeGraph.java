package dev.kioto.console.ui.graph;

import dev.kioto.console.api.TaskRef;
import dev.kioto.console.api.WakePage;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.graph.Graph.Edge;
import dev.kioto.console.ui.graph.Graph.Kind;
import dev.kioto.console.ui.graph.Graph.Node;
import dev.kioto.console.ui.graph.Graph.Tone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who wakes whom, and how often: an arrow from the task in whose poll the wakes were made. What no task made comes from one node.
public final class WakeGraph {
  private static final Node OUTSIDE = new Node("outside", Kind.OUTSIDE, "", "outside",
      "timers, sockets, other threads", Tone.PLAIN);

  private WakeGraph() {}

  /// Draws the wakes of an answer.
  public static Graph of(WakePage page) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    var edges = new ArrayList<Edge>();
    for (var wake : page.wakes()) {
      var from = wake.from();
      var source = from == null ? OUTSIDE : task(from);
      nodes.putIfAbsent(source.id(), source);
      var target = task(wake.to());
      nodes.putIfAbsent(target.id(), target);
      edges.add(new Edge(source.id(), target.id(), Counts.compact((double) wake.wakes()), Tone.PLAIN));
    }
    int left = page.matched() - page.wakes().size();
    return new Graph(new ArrayList<>(nodes.values()), edges,
        left > 0 ? "The most frequent; " + Counts.of(left, "other") + " left out." : "");
  }

  private static Node task(TaskRef task) {
    return Node.task(task.id(), task.name(), "", Tone.PLAIN);
  }
}
