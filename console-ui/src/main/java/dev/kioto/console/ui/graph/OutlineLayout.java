package dev.kioto.console.ui.graph;

import dev.kioto.console.ui.graph.Graph.Edge;
import dev.kioto.console.ui.graph.PlacedGraph.Box;
import dev.kioto.console.ui.graph.PlacedGraph.Line;
import dev.kioto.console.ui.graph.PlacedGraph.Point;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Places a forest as an outline: each node in a row of its own below its parent, and further to the right. Roots and siblings keep
/// their order.
public final class OutlineLayout {
  private static final double INDENT = 32;
  private static final double ROW = GraphLayout.NODE_HEIGHT + 8;
  private static final double EDGE = 20; // around the whole
  private static final double STEM = 14; // from a node's left side to the line that goes down to its children

  private OutlineLayout() {}

  /// Places a graph in which a node has one edge to it at most.
  public static PlacedGraph place(Graph forest) {
    Map<String, List<Edge>> below = new LinkedHashMap<>();
    forest.edges().forEach(edge -> below.computeIfAbsent(edge.from(), _ -> new ArrayList<>()).add(edge));
    Set<String> children = new HashSet<>();
    forest.edges().forEach(edge -> children.add(edge.to()));
    Map<String, Graph.Node> nodes = new HashMap<>();
    forest.nodes().forEach(node -> nodes.put(node.id(), node));

    Map<String, Box> boxes = new LinkedHashMap<>();
    List<Line> lines = new ArrayList<>();
    var next = new ArrayDeque<Row>(); // a stack, so that no depth is too much
    forest.nodes().reversed().stream().filter(node -> !children.contains(node.id()))
        .forEach(root -> next.push(new Row(root, null, 0)));
    while (!next.isEmpty()) {
      var row = next.pop();
      var box = new Box(row.node(), EDGE + row.depth() * INDENT, EDGE + boxes.size() * ROW,
          GraphLayout.width(row.node()), GraphLayout.NODE_HEIGHT);
      boxes.put(row.node().id(), box);
      if (row.edge() != null) {
        lines.add(line(row.edge(), boxes.getOrDefault(row.edge().from(), box), box));
      }
      for (var edge : below.getOrDefault(row.node().id(), List.of()).reversed()) {
        var child = nodes.get(edge.to());
        if (child != null) {
          next.push(new Row(child, edge, row.depth() + 1));
        }
      }
    }
    double width = boxes.values().stream().mapToDouble(box -> box.x() + box.width()).max().orElse(0);
    return new PlacedGraph(forest, List.copyOf(boxes.values()), lines, boxes.isEmpty() ? 0 : width + EDGE,
        boxes.isEmpty() ? 0 : boxes.size() * ROW + 2 * EDGE);
  }

  private record Row(Graph.Node node, @Nullable Edge edge, int depth) {}

  private static Line line(Edge edge, Box parent, Box child) {
    double x = parent.x() + STEM;
    double y = child.y() + child.height() / 2;
    var start = new Point(x, parent.y() + parent.height());
    return new Line(edge, List.of(start, new Point(x, y), new Point(child.x(), y)), start);
  }
}
