package dev.kioto.console.ui.graph;

import dev.kioto.console.ui.graph.PlacedGraph.Box;
import dev.kioto.console.ui.graph.PlacedGraph.Line;
import dev.kioto.console.ui.graph.PlacedGraph.Point;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.NodeLabelPlacement;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/// Places the nodes of a graph in layers, from the left to the right, so that edges cross little. The same graph is placed the same
/// way, and a graph whose words alone have changed keeps its places. For one thread.
public final class GraphLayout {
  /// The height of a node, in pixels.
  public static final double NODE_HEIGHT = 40;
  private static final double TITLE_CHARACTER = 8.2; // of their fonts, about
  private static final double CHARACTER = 6.8;
  private static final double LEAST_WIDTH = 72;
  private static final double MOST_WIDTH = 260;
  private static final double MARGIN = 26;
  private static final double LABEL_HEIGHT = 16;
  private static final int LABEL_STEP = 4; // characters by which a label grows

  private String key = "";
  private PlacedGraph last = PlacedGraph.EMPTY;

  /// A layout that remembers nothing.
  public GraphLayout() {
    LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  /// Places a graph.
  public PlacedGraph place(Graph graph) {
    var now = key(graph);
    last = now.equals(key) ? renamed(graph)
        : graph.nodes().isEmpty() ? new PlacedGraph(graph, List.of(), List.of(), 0, 0)
            : layered(graph);
    key = now;
    return last;
  }

  private static String key(Graph graph) {
    var text = new StringBuilder();
    graph.nodes().forEach(node -> text.append(node.id()).append(' ').append(width(node)).append('\n'));
    graph.edges().forEach(edge -> text.append(edge.from()).append('>').append(edge.to()).append(' ')
        .append(width(edge.label())).append('\n'));
    return text.toString();
  }

  private PlacedGraph renamed(Graph graph) {
    var boxes = new ArrayList<Box>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      var box = last.boxes().get(i);
      boxes.add(new Box(graph.nodes().get(i), box.x(), box.y(), box.width(), box.height()));
    }
    var lines = new ArrayList<Line>();
    for (int i = 0; i < graph.edges().size(); i++) {
      var line = last.lines().get(i);
      lines.add(new Line(graph.edges().get(i), line.points(), line.label()));
    }
    return new PlacedGraph(graph, boxes, lines, last.width(), last.height());
  }

  static double width(Graph.Node node) {
    double words = Math.max(node.title().length() * TITLE_CHARACTER, node.note().length() * CHARACTER);
    return Math.clamp(words + MARGIN, LEAST_WIDTH, MOST_WIDTH);
  }

  private static double width(String label) {
    int steps = (label.length() + LABEL_STEP - 1) / LABEL_STEP;
    return steps * LABEL_STEP * CHARACTER;
  }

  private static PlacedGraph layered(Graph graph) {
    var root = ElkGraphUtil.createGraph();
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
    root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE, 16.0);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 36.0);
    root.setProperty(LayeredOptions.PADDING, new ElkPadding(20));
    root.setProperty(LayeredOptions.NODE_LABELS_PLACEMENT, EnumSet.noneOf(NodeLabelPlacement.class));
    Map<String, ElkNode> nodes = new HashMap<>();
    for (var node : graph.nodes()) {
      var placed = ElkGraphUtil.createNode(root);
      placed.setDimensions(width(node), NODE_HEIGHT);
      nodes.put(node.id(), placed);
    }
    var edges = new ArrayList<ElkEdge>();
    for (var edge : graph.edges()) {
      var placed = ElkGraphUtil.createSimpleEdge(nodes.get(edge.from()), nodes.get(edge.to()));
      if (!edge.label().isEmpty()) {
        ElkGraphUtil.createLabel(edge.label(), placed).setDimensions(width(edge.label()), LABEL_HEIGHT);
      }
      edges.add(placed);
    }
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
    return read(graph, root, edges);
  }

  private static PlacedGraph read(Graph graph, ElkNode root, List<ElkEdge> edges) {
    var boxes = new ArrayList<Box>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      var placed = root.getChildren().get(i);
      boxes.add(new Box(graph.nodes().get(i), placed.getX(), placed.getY(), placed.getWidth(), placed.getHeight()));
    }
    var lines = new ArrayList<Line>();
    for (int i = 0; i < edges.size(); i++) {
      var points = new ArrayList<Point>();
      for (var section : edges.get(i).getSections()) {
        points.add(new Point(section.getStartX(), section.getStartY()));
        section.getBendPoints().forEach(bend -> points.add(new Point(bend.getX(), bend.getY())));
        points.add(new Point(section.getEndX(), section.getEndY()));
      }
      var labels = edges.get(i).getLabels();
      var label = labels.isEmpty() ? points.getFirst() : new Point(
          labels.getFirst().getX() + labels.getFirst().getWidth() / 2,
          labels.getFirst().getY() + labels.getFirst().getHeight() / 2);
      lines.add(new Line(graph.edges().get(i), points, label));
    }
    return new PlacedGraph(graph, boxes, lines, root.getWidth(), root.getHeight());
  }
}
