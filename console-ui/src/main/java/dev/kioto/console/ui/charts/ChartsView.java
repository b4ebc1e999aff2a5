package dev.kioto.console.ui.charts;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.chart.TimeAxis;
import dev.kioto.console.ui.diagnoses.DiagnosesViewModel;
import dev.kioto.console.ui.diagnoses.DiagnosisList;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.EmptyState;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.theme.Theme;
import java.time.Instant;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// The charts, and below them what is wrong, the worst first. The wheel zooms where the pointer is, a drag moves. UI thread only.
public final class ChartsView {
  private static final double WHEEL = 1.25;
  private static final long MINUTE = 60_000_000_000L;
  private static final Duration TICK = Duration.millis(200);

  private final ChartsViewModel model;
  private final Consumer<Instant> goTo;
  private final ChartsCanvas canvas;
  private final Label length = Labels.rigid("", "view-note");
  private final Label problem = Labels.wrapped("", "notice");
  private final VBox node;
  private final Timeline clock;
  private final Tooltip meaning = Labels.tooltip("");
  private @Nullable Chart explained;
  private double draggedX;

  /// @param openDiagnosis is told which diagnosis is clicked on
  /// @param goTo is told the instant that is clicked on twice
  public ChartsView(ChartsViewModel model, DiagnosesViewModel diagnoses, Theme theme,
      Consumer<Diagnosis> openDiagnosis, Consumer<Instant> goTo) {
    this.model = model;
    this.goTo = goTo;
    canvas = new ChartsCanvas(model, theme);
    problem.setId("charts-problem");
    model.problem().subscribe(text -> {
      problem.setText(text);
      Labels.show(problem, !text.isEmpty());
    });
    var wrong = new DiagnosisList(diagnoses, openDiagnosis);
    var content = new VBox(canvas, Terms.explained(Labels.of("WHAT IS WRONG", "side-title", "charts-title")),
        wrong.node());
    var scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().add("detail-scroll");
    var empty = new EmptyState();
    empty.show("No program attached", "Attach one at the left: its figures over time appear here.", "");
    diagnoses.content().subscribe(known -> {
      boolean none = known == DiagnosesViewModel.Content.NO_TARGET;
      Labels.show(empty.node(), none);
      Labels.show(scroll, !none);
    });
    var stack = new StackPane(scroll, empty.node());
    VBox.setVgrow(stack, Priority.ALWAYS);
    node = new VBox(header(), problem, stack);
    node.getStyleClass().add("charts");
    listen();
    model.axis().subscribe(this::tellLength);
    clock = new Timeline(new KeyFrame(TICK, _ -> tick()));
    clock.setCycleCount(Animation.INDEFINITE);
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  /// What a picture is taken of.
  public Drawing drawing() {
    return canvas;
  }

  /// Gives the keyboard to the charts.
  public void focus() {
    canvas.requestFocus();
  }

  /// Greys the charts while they are not fresh.
  public void bindStale(ObservableValue<Boolean> stale) {
    stale.subscribe(is -> canvas.setOpacity(is ? 0.5 : 1));
  }

  /// Learns whether the charts are what the window shows.
  public void setOnScreen(boolean now) {
    if (now) {
      tick();
      clock.play();
    } else {
      clock.stop();
    }
  }

  private void tick() {
    model.width(canvas.plot());
    model.tick(Instants.nanos(Instant.now()));
  }

  private void tellLength(TimeAxis axis) {
    length.setText(Durations.text(axis.length()) + " shown");
  }

  private Region header() {
    var line = new HBox(6, Terms.explained(Labels.rigid("Overview", "view-title")), Labels.spring(), length,
        last("1 m", MINUTE), last("5 m", 5 * MINUTE), last("15 m", 15 * MINUTE), last("1 h", 60 * MINUTE),
        last("24 h", 24 * 60 * MINUTE));
    line.setAlignment(Pos.CENTER_LEFT);
    line.getStyleClass().add("view-header");
    return line;
  }

  private Button last(String text, long nanos) {
    var button = new Button(text);
    button.setId("charts-" + text.replace(" ", ""));
    button.getStyleClass().addAll("link", "last");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setTooltip(Labels.tooltip("The last " + text + ", to the present"));
    button.setOnAction(_ -> model.last(nanos));
    model.axis().subscribe(axis -> button.pseudoClassStateChanged(Shapes.CHOSEN, axis.length() == nanos && model.live()
        .get()));
    model.live().subscribe(live -> button.pseudoClassStateChanged(Shapes.CHOSEN, live && model.axis().get()
        .length() == nanos));
    return button;
  }

  private void listen() {
    canvas.addEventHandler(ScrollEvent.SCROLL, event -> {
      if (event.isControlDown() && event.getDeltaY() != 0 && event.getX() >= ChartsCanvas.GUTTER) {
        model.zoom(event.getDeltaY() > 0 ? WHEEL : 1 / WHEEL, share(event.getX()));
        event.consume();
      }
    });
    canvas.setOnMousePressed(event -> {
      canvas.requestFocus();
      draggedX = event.getX();
    });
    canvas.setOnMouseDragged(event -> {
      model.move((draggedX - event.getX()) / canvas.plot());
      draggedX = event.getX();
    });
    canvas.setOnMouseClicked(event -> {
      if (event.getClickCount() == 2 && isPlot(event)) {
        goTo.accept(Instants.ofNanos(instant(event)));
      }
    });
    canvas.setOnMouseMoved(this::point);
    canvas.setOnMouseExited(_ -> model.pointed().set(null));
  }

  private void point(MouseEvent event) {
    explain(ChartsCanvas.named(event.getX(), event.getY()));
    model.pointed().set(isPlot(event) ? (Long) instant(event) : null);
  }

  private boolean isPlot(MouseEvent event) {
    return event.getX() >= ChartsCanvas.GUTTER && event.getX() <= ChartsCanvas.GUTTER + canvas.plot();
  }

  private long instant(MouseEvent event) {
    return model.axis().get().instant(event.getX() - ChartsCanvas.GUTTER, canvas.plot());
  }

  // What the chart under the pointer is about, while that is at its name.
  private void explain(@Nullable Chart chart) {
    if (chart == explained) {
      return;
    }
    explained = chart;
    Tooltip.uninstall(canvas, meaning);
    if (chart != null) {
      meaning.setText(chart.meaning());
      Tooltip.install(canvas, meaning);
    }
  }

  private double share(double x) {
    return Math.clamp((x - ChartsCanvas.GUTTER) / canvas.plot(), 0, 1);
  }
}
