package dev.kioto.console.ui.graphs;

import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.graph.Graph;
import dev.kioto.console.ui.graph.GraphKind;
import dev.kioto.console.ui.graph.PlacedGraph;
import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.EmptyState;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// One graph of the chosen target's tasks, and the choice of which. UI thread only.
public final class GraphsView {
  private static final double STEP = 1.25;

  private final GraphsViewModel model;
  private final GraphPane pane;
  private final EmptyState empty = new EmptyState();
  private final Label note = Labels.of("", "view-note");
  private final Region sizes;
  private final VBox node;

  /// @param openTask is told the id of a task that is clicked on
  /// @param openResource is told the id of a resource that is clicked on
  public GraphsView(GraphsViewModel model, Consumer<String> openTask, Consumer<String> openResource) {
    this.model = model;
    pane = new GraphPane(openTask, openResource);
    note.setId("graph-note");
    sizes = sizes();
    var stack = new StackPane(pane.node(), sizes, empty.node());
    VBox.setVgrow(stack, Priority.ALWAYS);
    node = new VBox(header(), problem(), stack);
    node.getStyleClass().add("graphs");
    model.graph().subscribe(this::show);
    model.answered().subscribe(_ -> showEmpty());
    model.hasTarget().subscribe(_ -> showEmpty());
    model.problem().subscribe(_ -> showEmpty());
    model.task().subscribe(pane::mark);
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  /// Gives the keyboard to the graph.
  public void focus() {
    pane.node().requestFocus();
  }

  /// The whole graph, also what is scrolled out of sight, to take a picture of.
  public Node drawing() {
    return pane.whole();
  }

  /// Makes the graph larger (a factor above 1) or smaller.
  public void zoom(double factor) {
    pane.zoom(factor);
  }

  /// Makes the graph as large as there is room.
  public void fit() {
    pane.fit();
  }

  /// Greys the graph while it is not fresh.
  public void bindStale(ObservableValue<Boolean> stale) {
    stale.subscribe(is -> pane.node().pseudoClassStateChanged(Shapes.STALE, is));
  }

  private Region header() {
    var one = new CheckBox("chosen task");
    one.setId("graph-about-task");
    one.setMinWidth(Region.USE_PREF_SIZE);
    one.selectedProperty().bindBidirectional(model.aboutTask());
    one.setTooltip(Labels.tooltip("Only what has to do with the task of the detail pane."));
    one.disableProperty().bind(Bindings.createBooleanBinding(() -> model.task().get() == null, model.task()));
    model.kind().subscribe(kind -> Labels.show(one, kind != GraphKind.WAITS));
    var line = new HBox(12, Terms.explained(Labels.rigid("Graphs", "view-title")), kinds(), one, Labels.spring(), note);
    line.setAlignment(Pos.CENTER_LEFT);
    line.getStyleClass().add("view-header");
    return line;
  }

  private Region sizes() {
    var line = new HBox(2,
        button("graph-smaller", "−", "Smaller (-): Ctrl and the wheel do it too", () -> pane.zoom(1 / STEP)),
        button("graph-fit", "Fit", "All of it, as large as there is room (0)", pane::fit),
        button("graph-larger", "+", "Larger (+)", () -> pane.zoom(STEP)));
    line.getStyleClass().add("graph-sizes");
    line.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    StackPane.setAlignment(line, Pos.BOTTOM_RIGHT);
    StackPane.setMargin(line, new Insets(0, 16, 16, 0));
    return line;
  }

  private static Button button(String id, String text, String meaning, Runnable action) {
    var button = new Button(text);
    button.setId(id);
    button.getStyleClass().add("link");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setTooltip(Labels.tooltip(meaning));
    button.setAccessibleText(meaning);
    button.setOnAction(_ -> action.run());
    return button;
  }

  private Region kinds() {
    var group = new ToggleGroup();
    var line = new HBox(2);
    for (var kind : GraphKind.values()) {
      var button = new ToggleButton(kind.title());
      button.setId("graph-" + kind.name().toLowerCase(Locale.ROOT));
      button.getStyleClass().add("link");
      button.setMinWidth(Region.USE_PREF_SIZE);
      button.setToggleGroup(group);
      // The one that is chosen cannot be taken back: another has to be chosen.
      button.setOnAction(_ -> {
        model.kind().set(kind);
        button.setSelected(true);
      });
      model.kind().subscribe(now -> button.setSelected(now == kind));
      line.getChildren().add(button);
    }
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private Region problem() {
    var words = Labels.wrapped("", "notice");
    words.setId("graph-problem");
    words.textProperty().bind(model.problem());
    words.setMaxWidth(Double.MAX_VALUE);
    model.problem().subscribe(text -> Labels.show(words, !text.isEmpty()));
    return words;
  }

  private void show(PlacedGraph placed) {
    pane.show(placed);
    var graph = placed.graph();
    long stuck = graph.nodes().stream().filter(each -> each.kind() == Graph.Kind.TASK)
        .filter(each -> each.tone() == Graph.Tone.STUCK).count();
    note.setText(
        stuck > 0 ? Counts.of(stuck, "task") + " wait for each other in a circle" : graph.note());
    showEmpty();
  }

  private void showEmpty() {
    boolean none = model.graph().get().boxes().isEmpty();
    Labels.show(empty.node(), none && model.problem().get().isEmpty());
    Labels.show(pane.node(), !none);
    Labels.show(sizes, !none);
    if (!model.hasTarget().get()) {
      empty.show("No program attached", "Attach one at the left: who waits for whom appears here.", "");
    } else if (!model.answered().get()) {
      empty.show("Looking", "The first answer is on its way.", "");
    } else {
      switch (model.kind().get()) {
        case WAITS -> empty.show("Nobody waits for what others hold",
            "A lock that is held, a permit that is taken: who waits for them is drawn here, and circles in red.", "");
        case WAKES -> empty.show("No wakes", "No task was woken yet, or the program does not tell by whom.", "");
        case TREE -> empty.show("No tasks", "The program has no live task.", "");
      }
    }
  }
}
