package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.lanes.LaneHint;
import dev.kioto.console.ui.lanes.LaneLayout;
import dev.kioto.console.ui.lanes.LaneTones;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.SeriesColors;
import dev.kioto.console.ui.theme.Theme;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Two runs of the chosen round under each other, event by event: `Ctrl` and the wheel zoom where the pointer is, a drag moves both, a click
/// opens the task in the run's recording. UI thread only.
final class TimelinesPanel {
  private static final double WHEEL = 1.25;
  private static final double STEP = 1.6;
  private static final double STILL = 3; // pixels within which a press is a click

  private final ExperimentViewModel experiment;
  private final TimelinesViewModel model;
  private final RunOpener opener;
  private final TimelinesCanvas canvas;
  private final LaneHint hint = new LaneHint("timelines-hint");
  private final HBox above = new HBox(2);
  private final HBox below = new HBox(2);
  private final VBox node;
  private List<Arm> shownArms = List.of();
  private double pressedX;
  private double draggedX;
  private boolean dragged;

  TimelinesPanel(ExperimentViewModel experiment, TimelinesViewModel model, Theme theme, RunOpener opener) {
    this.experiment = experiment;
    this.model = model;
    this.opener = opener;
    canvas = new TimelinesCanvas(experiment, model, theme);
    var toggle = button("timelines-open", "", "What each worker did in two runs of the round, event by event",
        () -> model
            .open().set(!model.open().get()));
    model.open().subscribe(open -> toggle.setText(open ? "Hide" : "Show"));
    var line = new HBox(10, Labels.rigid("Two runs under each other, event by event", "lab-title"), toggle,
        Labels.spring(), choices());
    line.setAlignment(Pos.CENTER_LEFT);
    var stack = new StackPane(canvas, hint.node());
    stack.setMinHeight(Region.USE_PREF_SIZE);
    var drawn = new VBox(4, bar(), stack);
    model.open().subscribe(open -> Labels.show(drawn, open));
    node = new VBox(8, line, drawn);
    node.getStyleClass().add("lab-panel");
    experiment.experiment().subscribe(_ -> showArms());
    model.changes().subscribe(_ -> Labels.show(node, experiment.arms().size() > 1 && !experiment.rounds().isEmpty()));
    listen();
  }

  Region node() {
    return node;
  }

  /// Whether the runs are shown.
  boolean isOpen() {
    return model.open().get();
  }

  /// What a picture is taken of.
  Drawing drawing() {
    return canvas;
  }

  private Region choices() {
    var both = new HBox(6, Labels.rigid("above", "view-note"), above, Labels.rigid("below", "view-note"), below);
    both.setAlignment(Pos.CENTER_LEFT);
    above.setAlignment(Pos.CENTER_LEFT);
    below.setAlignment(Pos.CENTER_LEFT);
    model.open().subscribe(open -> Labels.show(both, open));
    return both;
  }

  private void showArms() {
    if (!experiment.arms().equals(shownArms)) {
      shownArms = experiment.arms();
      above.getChildren().setAll(shownArms.stream().map(arm -> choice(arm, model.upper(), "Above")).toList());
      below.getChildren().setAll(shownArms.stream().map(arm -> choice(arm, model.lower(), "Below")).toList());
    }
  }

  private ToggleButton choice(Arm arm, TimelineSide side, String where) {
    var button = new ToggleButton(arm.letter());
    button.getStyleClass().add("link");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setStyle("-fx-text-fill: " + SeriesColors.cssName(experiment.place(arm.letter())) + ';');
    var meaning = where + ": the run of " + arm.letter() + ", " + arm.label();
    button.setAccessibleText(meaning);
    button.setTooltip(Labels.tooltip(meaning));
    button.setOnAction(_ -> {
      model.choose(side, arm.letter());
      button.setSelected(true);
    });
    model.changes().subscribe(_ -> button.setSelected(side.letter().equals(arm.letter())));
    return button;
  }

  private Region bar() {
    var colour = button("timelines-colour", "", "What the colours of polls say", () -> model.tones()
        .set(model.tones().get().other()));
    model.tones().subscribe(tones -> colour.setText(tones.title()));
    var legend = LaneHint.legend();
    model.tones().subscribe(tones -> Labels.show(legend, tones == LaneTones.DURATION));
    var length = Labels.rigid("", "view-note");
    model.axis().subscribe(axis -> length.setText(Durations.text(axis.length()) + " shown"));
    var out = button("timelines-out", "−", "From further away (-, or Ctrl and the wheel)",
        () -> model.zoom(1 / STEP, 0.5));
    var in = button("timelines-in", "+", "Closer (+, or Ctrl and the wheel)", () -> model.zoom(STEP, 0.5));
    var fit = button("timelines-fit", "All", "All that is known of the two (0)", model::fit);
    var moves = new HBox(6, length, out, in, fit);
    moves.setAlignment(Pos.CENTER_LEFT);
    var bar = new FlowPane(14, 2, new HBox(6, colour, legend), moves);
    bar.setMinWidth(0);
    return bar;
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

  private void listen() {
    canvas.addEventHandler(ScrollEvent.SCROLL, event -> {
      if (event.isControlDown() && event.getDeltaY() != 0) {
        model.zoom(event.getDeltaY() > 0 ? WHEEL : 1 / WHEEL, share(event.getX()));
        event.consume();
      } else if (event.isShiftDown() || Math.abs(event.getDeltaX()) > Math.abs(event.getDeltaY())) {
        double delta = event.getDeltaX() == 0 ? event.getDeltaY() : event.getDeltaX();
        model.move(-delta / Math.max(1, canvas.getWidth()));
        event.consume();
      }
      explain(event.getX(), event.getY());
    });
    canvas.setOnMousePressed(event -> {
      canvas.requestFocus();
      pressedX = event.getX();
      draggedX = event.getX();
      dragged = false;
    });
    canvas.setOnMouseDragged(this::drag);
    canvas.setOnMouseClicked(this::click);
    canvas.setOnMouseMoved(event -> explain(event.getX(), event.getY()));
    canvas.setOnMouseExited(_ -> hint.hide());
  }

  private void drag(MouseEvent event) {
    dragged |= Math.abs(event.getX() - pressedX) > STILL;
    if (dragged && event.getButton() == MouseButton.PRIMARY) {
      hint.hide();
      model.move((draggedX - event.getX()) / new LaneLayout(canvas.getWidth()).plot());
      draggedX = event.getX();
    }
  }

  private void click(MouseEvent event) {
    var found = event.getButton() == MouseButton.PRIMARY && !dragged
        ? model.hit(event.getX(), event.getY(), canvas.getWidth()) : null;
    var run = found == null ? null : found.side().run();
    var recording = run == null ? null : run.recording();
    if (found != null && found.hit().task() != null && recording != null) {
      opener.open(recording, found.hit());
    }
  }

  private double share(double x) {
    return Math.clamp((x - LaneLayout.GUTTER) / new LaneLayout(canvas.getWidth()).plot(), 0, 1);
  }

  private void explain(double x, double y) {
    var found = model.hit(x, y, canvas.getWidth());
    hint.show(found == null ? null : found.hit(), x, y, canvas);
  }
}
