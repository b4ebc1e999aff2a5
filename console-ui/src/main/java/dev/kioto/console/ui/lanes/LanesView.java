package dev.kioto.console.ui.lanes;

import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.theme.Theme;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The lanes with what moves them: the wheel zooms where the pointer is, a drag moves, a click opens the task. UI thread only.
public final class LanesView {
  private static final double WHEEL = 1.25;
  private static final double STEP = 1.6;
  private static final double STILL = 3; // pixels within which a press is a click

  private final LanesViewModel model;
  private final Consumer<String> openTask;
  private final LanesCanvas canvas;
  private final LaneHint hint = new LaneHint("lane-hint");
  private final Label length = Labels.rigid("", "view-note");
  private final Label problem = Labels.wrapped("", "notice");
  private final VBox node;
  private final AnimationTimer clock = new AnimationTimer() {
    @Override
    public void handle(long now) {
      model.tick(System.nanoTime());
    }
  };
  private double pressedX;
  private double draggedX;
  private boolean dragged;

  /// @param openTask is told the id of a task that is clicked on
  public LanesView(LanesViewModel model, Theme theme, Consumer<String> openTask) {
    this.model = model;
    this.openTask = openTask;
    canvas = new LanesCanvas(model, theme);
    problem.setId("lanes-problem");
    model.problem().subscribe(text -> {
      problem.setText(text);
      Labels.show(problem, !text.isEmpty());
    });
    var stack = new StackPane(canvas, hint.node());
    stack.setMinHeight(Region.USE_PREF_SIZE);
    node = new VBox(bar(), problem, stack);
    node.getStyleClass().add("lanes");
    listen();
    model.axis().subscribe(axis -> length.setText(Durations.text(axis.length()) + " shown"));
    canvas.widthProperty().subscribe(width -> model.width(new LaneLayout(width.doubleValue()).plot()));
  }

  /// The node to put in a view.
  public Region node() {
    return node;
  }

  /// What a picture is taken of.
  public Drawing drawing() {
    return canvas;
  }

  /// Gives the keyboard to the lanes.
  public void focus() {
    canvas.requestFocus();
  }

  private Region bar() {
    var colour = button("lane-colour", "", "What the colours of polls say (c)", () -> model.tones()
        .set(model.tones().get().other()));
    model.tones().subscribe(tones -> colour.setText(tones.title()));
    var before = button("lane-worst-before", "◀ long poll", "The longest poll to the left ([)", () -> model.nextWorst(
        false));
    var after = button("lane-worst-after", "long poll ▶", "The longest poll to the right (])",
        () -> model.nextWorst(true));
    var out = button("lane-out", "−", "From further away (-)", () -> model.zoom(1 / STEP, middle()));
    var in = button("lane-in", "+", "Closer (+)", () -> model.zoom(STEP, middle()));
    var fit = button("lane-fit", "10 s", "The last ten seconds (0)", model::fit);
    var live = button("lane-live", "Live", "The present, as it goes on (l)", model::goLive);
    model.live().subscribe(is -> live.pseudoClassStateChanged(Shapes.CHOSEN, is));
    var moves = new HBox(6, length, before, after, out, in, fit, live);
    moves.setAlignment(Pos.CENTER_LEFT);
    // Where there is little room, in two lines.
    var bar = new FlowPane(14, 2, new HBox(6, colour, legend()), moves);
    bar.setMinWidth(0);
    bar.getStyleClass().add("lane-bar");
    return bar;
  }

  private double middle() {
    return model.live().get() ? 1 : 0.5;
  }

  private Region legend() {
    var legend = LaneHint.legend();
    model.tones().subscribe(tones -> Labels.show(legend, tones == LaneTones.DURATION));
    return legend;
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
      if (event.isShiftDown() || Math.abs(event.getDeltaX()) > Math.abs(event.getDeltaY())) {
        double delta = event.getDeltaX() == 0 ? event.getDeltaY() : event.getDeltaX();
        model.move(-delta / Math.max(1, canvas.getWidth()));
        event.consume();
      } else if (event.getDeltaY() != 0 && layout().isPlot(event.getX())) {
        model.zoom(event.getDeltaY() > 0 ? WHEEL : 1 / WHEEL, share(event.getX()));
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
      model.move((draggedX - event.getX()) / layout().plot());
      draggedX = event.getX();
    }
  }

  private void click(MouseEvent event) {
    var hit = event.getButton() == MouseButton.PRIMARY && !dragged ? model.hit(event.getX(), event.getY(), layout())
        : null;
    if (hit != null && hit.task() != null) {
      openTask.accept(hit.task().id());
    }
  }

  private LaneLayout layout() {
    return new LaneLayout(canvas.getWidth());
  }

  private double share(double x) {
    return Math.clamp((x - LaneLayout.GUTTER) / layout().plot(), 0, 1);
  }

  private void explain(double x, double y) {
    hint.show(model.hit(x, y, layout()), x, y, canvas);
  }

  /// Learns whether the lanes are what the window shows: only then time passes, since that keeps the toolkit drawing.
  public void setOnScreen(boolean now) {
    if (now) {
      clock.start();
    } else {
      clock.stop();
      hint.hide();
    }
  }
}
