package dev.kioto.console.ui.workers;

import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.targets.LevelHint;
import dev.kioto.console.ui.targets.LevelViewModel;
import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.EmptyState;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.theme.Theme;
import dev.kioto.console.ui.lanes.LanesView;
import dev.kioto.console.ui.lanes.LanesViewModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// A lane for each worker, under the name of its runtime. UI thread only.
public final class WorkersView {
  private final Theme theme;
  private final Consumer<String> openTask;
  private final Label count = Labels.of("", "view-note");
  private final VBox list = new VBox();
  private final LanesView events;
  private final ScrollPane scroll;
  private final EmptyState empty = new EmptyState();
  private final Map<String, WorkerLane> lanes = new HashMap<>();
  private final VBox node;
  private List<String> shown = List.of();

  /// @param openTask is told the id of a task that is clicked on
  public WorkersView(WorkersViewModel model, LanesViewModel drawn, LevelViewModel level, Theme theme,
      Consumer<String> openTask) {
    this.theme = theme;
    this.openTask = openTask;
    events = new LanesView(drawn, theme, openTask);
    drawn.told().subscribe(told -> Labels.show(events.node(), told));
    var content = new VBox(events.node(), new LevelHint(level, drawn.told()).node(), numbers(model), list);
    scroll = new ScrollPane(content);
    list.setId("workers");
    list.getStyleClass().add("worker-list");
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("detail-scroll");
    var header = new HBox(12, Terms.explained(Labels.rigid("Workers", "view-title")), count);
    header.setAlignment(Pos.CENTER_LEFT);
    header.getStyleClass().add("view-header");
    var stack = new StackPane(scroll, empty.node());
    VBox.setVgrow(stack, Priority.ALWAYS);
    node = new VBox(header, stack);
    node.getStyleClass().add("workers");
    model.rows().subscribe(this::show);
    model.content().subscribe(this::showContent);
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  /// What a picture is taken of.
  public Drawing drawing() {
    return events.drawing();
  }

  /// Gives the keyboard to the lanes.
  public void focus() {
    if (events.node().isVisible()) {
      events.focus();
    } else {
      scroll.requestFocus();
    }
  }

  /// Greys the lanes while they are not fresh.
  public void bindStale(ObservableValue<Boolean> stale) {
    stale.subscribe(is -> list.pseudoClassStateChanged(Shapes.STALE, is));
  }

  /// Learns whether the workers are what the window shows.
  public void setOnScreen(boolean now) {
    events.setOnScreen(now);
  }

  private static Region numbers(WorkersViewModel model) {
    var title = Labels.of("", "side-title", "worker-now");
    title.setId("workers-when");
    title.textProperty().bind(model.past().map(past -> past ? "THEN  ·  of a moment no rates are known" : "NOW"));
    var line = new HBox(12, Terms.explained(title, "now"), Labels.spring(), heading("queue", 80),
        heading("polls/s", 58), heading("steals/s", 58), heading("parks/s", 58));
    line.setAlignment(Pos.CENTER_LEFT);
    line.getStyleClass().add("worker-headings");
    return line;
  }

  private static Label heading(String text, double width) {
    var label = Terms.explained(Labels.rigid(text, "view-note"));
    label.setMinWidth(width);
    label.setPrefWidth(width);
    label.setAlignment(Pos.CENTER_RIGHT);
    return label;
  }

  private void show(List<WorkerRow> rows) {
    var keys = rows.stream().map(WorkerRow::key).toList();
    if (!keys.equals(shown)) {
      shown = keys;
      arrange(rows);
    }
    for (var row : rows) {
      lanes.computeIfAbsent(row.key(), _ -> new WorkerLane(theme, openTask)).show(row);
    }
    long busy = rows.stream().filter(row -> row.busy() > 0).mapToLong(row -> Math.round(row.busy() * 1_000)).sum();
    count.setText(
        rows.isEmpty() ? "" : Counts.of(rows.size(), "worker") + ", busy " + Counts.share(busy, 1_000L * rows.size()));
  }

  private void arrange(List<WorkerRow> rows) {
    lanes.keySet().retainAll(shown);
    var nodes = new ArrayList<Node>();
    String runtime = null;
    for (var row : rows) {
      if (!row.worker().runtimeId().equals(runtime)) {
        runtime = row.worker().runtimeId();
        nodes.add(Labels.of("RUNTIME " + row.worker().runtimeName(), "side-title"));
      }
      nodes.add(lanes.computeIfAbsent(row.key(), _ -> new WorkerLane(theme, openTask)).node());
    }
    list.getChildren().setAll(nodes);
  }

  private void showContent(WorkersViewModel.Content content) {
    Labels.show(empty.node(), content != WorkersViewModel.Content.ROWS);
    switch (content) {
      case NO_TARGET -> empty.show("No program attached", "Attach one at the left: its workers appear here.", "");
      case NOT_TOLD -> empty.show("Not told",
          "This program speaks the tokio-console protocol alone, which does not tell of workers.", "");
      case WAITING -> empty.show("Looking", "The first answer is on its way.", "");
      case ROWS -> {
      }
    }
  }
}
