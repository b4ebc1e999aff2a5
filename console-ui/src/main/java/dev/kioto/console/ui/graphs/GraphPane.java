package dev.kioto.console.ui.graphs;

import dev.kioto.console.ui.graph.Graph;
import dev.kioto.console.ui.graph.PlacedGraph;
import dev.kioto.console.ui.graph.PlacedGraph.Box;
import dev.kioto.console.ui.graph.PlacedGraph.Line;
import dev.kioto.console.ui.graph.PlacedGraph.Point;
import dev.kioto.console.ui.theme.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;
import javafx.scene.transform.Scale;
import org.jspecify.annotations.Nullable;

/// Draws a placed graph: buttons for the nodes, so that the keyboard reaches them, and lines with arrow heads. Dragged to be moved;
/// Ctrl and the wheel make it larger or smaller. UI thread only.
final class GraphPane {
  private static final PseudoClass STUCK = PseudoClass.getPseudoClass("stuck");
  private static final PseudoClass DOUBTFUL = PseudoClass.getPseudoClass("doubtful");
  private static final PseudoClass HERE = PseudoClass.getPseudoClass("here");
  private static final double LEAST_SCALE = 0.25;
  private static final double MOST_SCALE = 2;
  private static final double READABLE = 0.75;
  private static final double STEP = 1.15;
  private static final double ARROW = 7;

  private final Consumer<String> openTask;
  private final Consumer<String> openResource;
  private final Pane pane = new Pane();
  private final Scale scale = new Scale(1, 1);
  private final ScrollPane scroll;
  private final Map<String, Button> buttons = new HashMap<>(); // of tasks, by their ids
  private final StackPane content = new StackPane(new Group(pane));
  private PlacedGraph shown = PlacedGraph.EMPTY;
  private @Nullable String chosen;
  private boolean isUnplaced;

  GraphPane(Consumer<String> openTask, Consumer<String> openResource) {
    this.openTask = openTask;
    this.openResource = openResource;
    pane.getTransforms().add(scale);
    pane.getStyleClass().add("graph");
    scroll = new ScrollPane(content);
    scroll.setId("graph");
    scroll.setPannable(true);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.getStyleClass().add("graph-scroll");
    scroll.viewportBoundsProperty().subscribe(_ -> begin());
    scroll.addEventFilter(ScrollEvent.SCROLL, event -> {
      if (event.isControlDown()) {
        zoom(event.getDeltaY() > 0 ? STEP : 1 / STEP);
        event.consume();
      }
    });
  }

  Region node() {
    return scroll;
  }

  /// All of it, at its own size.
  Node whole() {
    return pane;
  }

  /// Makes the graph larger or smaller.
  void zoom(double factor) {
    setScale(scale.getX() * factor);
  }

  /// Makes the graph as large as there is room, and not larger than it is.
  void fit() {
    setScale(fitting());
  }

  private double fitting() {
    var room = scroll.getViewportBounds();
    return shown.width() <= 0 || room.getWidth() <= 0 ? 1
        : Math.min(1, Math.min(room.getWidth() / shown.width(), room.getHeight() / shown.height()));
  }

  private void setScale(double wanted) {
    double now = Math.clamp(wanted, LEAST_SCALE, MOST_SCALE);
    scale.setX(now);
    scale.setY(now);
  }

  /// Shows a graph in place of the one before. One that is the same stays untouched.
  void show(PlacedGraph graph) {
    if (graph.equals(shown)) {
      return;
    }
    boolean isNew = shown.boxes().isEmpty();
    shown = graph;
    buttons.clear();
    List<Node> nodes = new ArrayList<>();
    graph.lines().forEach(line -> nodes.addAll(line(line)));
    graph.boxes().forEach(box -> nodes.add(box(box)));
    pane.setMinSize(graph.width(), graph.height());
    pane.setPrefSize(graph.width(), graph.height());
    pane.getChildren().setAll(nodes);
    mark(chosen);
    isUnplaced |= isNew && !graph.boxes().isEmpty();
    begin();
  }

  /// Shows the beginning of a new graph, in a size that can be read: when the room is known, which it is not before the first layout.
  private void begin() {
    var room = scroll.getViewportBounds();
    if (!isUnplaced || room.getWidth() <= 0) {
      return;
    }
    isUnplaced = false;
    setScale(Math.clamp(room.getWidth() / shown.width(), READABLE, 1));
    content.setAlignment(shown.height() > room.getHeight() ? Pos.TOP_LEFT : Pos.CENTER);
    scroll.setVvalue(0);
    scroll.setHvalue(0);
  }

  /// Marks the node of a task; null marks none.
  void mark(@Nullable String taskId) {
    chosen = taskId;
    buttons.forEach((id, button) -> button.pseudoClassStateChanged(HERE, id.equals(taskId)));
  }

  private Button box(Box box) {
    var node = box.node();
    var title = Labels.of(node.title(), "graph-title");
    var words = new VBox(title);
    if (!node.note().isEmpty()) {
      words.getChildren().add(Labels.of(node.note(), "graph-note"));
    }
    words.setAlignment(Pos.CENTER_LEFT);
    var button = new Button();
    button.setGraphic(words);
    button.getStyleClass().setAll("button", "graph-node", switch (node.kind()) {
      case TASK -> "graph-task";
      case RESOURCE -> "graph-resource";
      case REST, OUTSIDE -> "graph-rest";
    });
    tone(button, node.tone());
    button.setMinSize(box.width(), box.height());
    button.setMaxSize(box.width(), box.height());
    button.relocate(box.x(), box.y());
    button.setAccessibleText(node.title() + ' ' + node.note());
    button.setTooltip(Labels.tooltip(node.title() + (node.note().isEmpty() ? "" : "\n" + node.note())));
    switch (node.kind()) {
      case TASK -> {
        buttons.put(node.subject(), button);
        button.setOnAction(_ -> openTask.accept(node.subject()));
      }
      case RESOURCE -> button.setOnAction(_ -> openResource.accept(node.subject()));
      case REST, OUTSIDE -> button.setFocusTraversable(false);
    }
    return button;
  }

  private static List<Node> line(Line line) {
    var course = new Polyline();
    line.points().forEach(point -> course.getPoints().addAll(point.x(), point.y()));
    course.getStyleClass().add("graph-edge");
    tone(course, line.edge().tone());
    var head = head(line.points().get(line.points().size() - 2), line.points().getLast());
    tone(head, line.edge().tone());
    if (line.edge().label().isEmpty()) {
      return List.of(course, head);
    }
    var label = Labels.rigid(line.edge().label(), "graph-label");
    tone(label, line.edge().tone());
    // Where its middle is to be is known, its size is not before it is laid out.
    label.layoutXProperty().bind(label.widthProperty().multiply(-0.5).add(line.label().x()));
    label.layoutYProperty().bind(label.heightProperty().multiply(-0.5).add(line.label().y()));
    return List.of(course, head, label);
  }

  private static Polygon head(Point before, Point end) {
    double length = Math.max(1e-9, Math.hypot(end.x() - before.x(), end.y() - before.y()));
    double dx = (end.x() - before.x()) / length * ARROW;
    double dy = (end.y() - before.y()) / length * ARROW;
    var head = new Polygon(end.x(), end.y(), end.x() - dx - dy / 2, end.y() - dy + dx / 2, end.x() - dx + dy / 2,
        end.y() - dy - dx / 2);
    head.getStyleClass().add("graph-head");
    return head;
  }

  private static void tone(Node node, Graph.Tone tone) {
    node.pseudoClassStateChanged(STUCK, tone == Graph.Tone.STUCK);
    node.pseudoClassStateChanged(DOUBTFUL, tone == Graph.Tone.DOUBTFUL);
  }
}
