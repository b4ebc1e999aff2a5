package dev.kioto.console.ui.graph;

import java.util.List;

/// A graph and where everything is, in pixels from the top left corner.
///
/// @param width of the whole
/// @param height of the whole
public record PlacedGraph(Graph graph, List<Box> boxes, List<Line> lines, double width, double height) {

  /// Nothing.
  public static final PlacedGraph EMPTY = new PlacedGraph(Graph.EMPTY, List.of(), List.of(), 0, 0);

  public PlacedGraph {
    boxes = List.copyOf(boxes);
    lines = List.copyOf(lines);
  }

  /// A node and its place.
  public record Box(Graph.Node node, double x, double y, double width, double height) {}

  /// An edge and its course.
  ///
  /// @param points at least two, from the edge's source to its target
  /// @param label where the label's middle is; the first point when there is none
  public record Line(Graph.Edge edge, List<Point> points, Point label) {
    public Line {
      points = List.copyOf(points);
    }
  }

  /// A place.
  public record Point(double x, double y) {}
}
