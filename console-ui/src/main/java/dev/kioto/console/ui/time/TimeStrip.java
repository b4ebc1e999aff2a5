package dev.kioto.console.ui.time;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.Series;
import dev.kioto.console.api.Severity;
import dev.kioto.console.ui.chart.AxisTicks;
import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.chart.TimeAxis;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.theme.Palette;
import dev.kioto.console.ui.theme.Theme;
import java.time.Instant;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// The stretch of time that is kept, with a figure's course, marks where something was found, and the handle. A press or a drag goes to the
/// instant under the pointer; the wheel zooms. UI thread only.
final class TimeStrip extends Drawing {
  /*
   * Plan. From the back: what is kept, as a lighter ground; the course of a figure, of at most 400 points; marks of time; a tick for each
   * diagnosis, red on top where it was critical; the pointer; the handle. It is drawn when the model says something new, which is once a
   * second while it is live, and as often as the pointer moves on it.
   */
  private static final double HEIGHT = 34;
  private static final double LABELS = 12;
  private static final double MARK = 5;
  private static final double GRIP = 7;
  private static final double WHEEL = 1.25;
  private static final double MISSING = 1.6; // steps without a point that are a gap
  private static final Font SMALL = Font.font("Monospaced", 9);

  private final TimeViewModel model;
  private @Nullable Double pointed;

  TimeStrip(TimeViewModel model, Theme theme) {
    super(theme);
    this.model = model;
    setId("time-strip");
    setMinSize(60, HEIGHT);
    setPrefHeight(HEIGHT);
    setMaxHeight(HEIGHT);
    setFocusTraversable(true);
    setAccessibleText("The instant that is shown: comma and full stop go a second back and on, with Shift ten");
    getStyleClass().add("time-strip");
    model.axis().subscribe(this::requestLayout);
    model.kept().subscribe(this::requestLayout);
    model.position().subscribe(this::requestLayout);
    model.mode().subscribe(this::requestLayout);
    focusedProperty().subscribe(this::requestLayout);
    listen();
  }

  private void listen() {
    setOnMousePressed(event -> {
      requestFocus();
      choose(event);
    });
    setOnMouseDragged(this::choose);
    setOnMouseMoved(event -> point(event.getX()));
    setOnMouseExited(_ -> point(null));
    addEventHandler(ScrollEvent.SCROLL, event -> {
      if (event.isShiftDown() || Math.abs(event.getDeltaX()) > Math.abs(event.getDeltaY())) {
        double delta = event.getDeltaX() == 0 ? event.getDeltaY() : event.getDeltaX();
        model.move(-delta / Math.max(1, getWidth()));
      } else if (event.getDeltaY() != 0) {
        model.zoom(event.getDeltaY() > 0 ? WHEEL : 1 / WHEEL, Math.clamp(event.getX() / getWidth(), 0, 1));
      }
      event.consume();
    });
  }

  private void choose(MouseEvent event) {
    point(event.getX());
    model.choose(Instants.ofNanos(model.axis().get().instant(Math.max(0, event.getX()), getWidth())));
    event.consume();
  }

  private void point(@Nullable Double x) {
    pointed = x;
    requestLayout();
  }

  @Override
  protected void draw(GraphicsContext graphics, double width, double height, Palette colors) {
    var axis = model.axis().get();
    var kept = model.kept().get();
    graphics.setFill(colors.well());
    graphics.fillRect(0, LABELS, width, height - LABELS);
    if (kept.trail() != null) {
      graphics.setFill(colors.chosen().deriveColor(0, 1, 1, colors.dark() ? 0.75 : 0.6));
      for (var span : kept.trail().spans()) {
        ground(graphics, axis, span.from(), span.to(), width, height);
      }
    }
    if (kept.course() != null) {
      course(graphics, axis, kept.course(), width, height, colors);
    }
    ticks(graphics, axis, width, height, colors);
    for (var severity : new Severity[] {Severity.WARNING, Severity.CRITICAL}) {
      kept.raised().stream().filter(one -> one.severity() == severity)
          .forEach(one -> mark(graphics, axis, one, width, height, colors));
    }
    graphics.setStroke(isFocused() ? colors.accent() : colors.border());
    graphics.strokeRect(0.5, LABELS + 0.5, width - 1, height - LABELS - 1);
    if (pointed != null && pointed >= 0 && pointed <= width) {
      pointer(graphics, axis, pointed, width, height, colors);
    }
    handle(graphics, axis, width, height, colors);
  }

  private static void ground(GraphicsContext graphics, TimeAxis axis, Instant from, Instant to, double width,
      double height) {
    double left = Math.max(0, axis.at(Instants.nanos(from), width));
    double right = Math.min(width, axis.at(Instants.nanos(to), width));
    if (right > left) {
      graphics.fillRect(left, LABELS, right - left, height - LABELS);
    }
  }

  private static void course(GraphicsContext graphics, TimeAxis axis, Series course, double width, double height,
      Palette colors) {
    var points = course.points();
    double most = points.stream().mapToDouble(point -> point.mean()).max().orElse(0);
    if (most <= 0) {
      return;
    }
    double room = height - LABELS - MARK - 3;
    double step = width * course.stepSeconds() * 1e9 / axis.length();
    graphics.setFill(colors.running().deriveColor(0, 1, 1, 0.45));
    for (int i = 0; i < points.size(); i++) {
      // Whole pixels: neighbours would show a seam.
      double x = Math.rint(axis.at(Instants.nanos(points.get(i).at()), width));
      double next = i + 1 < points.size() ? Math.rint(axis.at(Instants.nanos(points.get(i + 1).at()), width))
          : x + step;
      double right = Math.min(width, next - x > MISSING * step + 1 ? Math.rint(x + step) : next);
      double high = Math.max(1, points.get(i).mean() / most * room);
      if (right > 0 && x < width) {
        graphics.fillRect(Math.max(0, x), height - 1 - high, right - Math.max(0, x), high);
      }
    }
  }

  private static void ticks(GraphicsContext graphics, TimeAxis axis, double width, double height, Palette colors) {
    graphics.setFont(SMALL);
    graphics.setTextBaseline(VPos.CENTER);
    graphics.setTextAlign(TextAlignment.LEFT);
    for (var tick : AxisTicks.of(axis, width)) {
      double x = Math.rint(axis.at(tick.instant(), width));
      graphics.setFill(colors.border());
      graphics.fillRect(x, LABELS - 3, 1, height - LABELS + 3);
      graphics.setFill(colors.muted());
      if (x + 50 < width) {
        graphics.fillText(tick.label(), x + 3, LABELS / 2 - 1);
      }
    }
  }

  private static void mark(GraphicsContext graphics, TimeAxis axis, Diagnosis raised, double width, double height,
      Palette colors) {
    double x = axis.at(Instants.nanos(raised.raisedAt()), width);
    if (x < 0 || x > width) {
      return;
    }
    boolean critical = raised.severity() == Severity.CRITICAL;
    graphics.setFill(critical ? colors.danger() : colors.caution());
    graphics.fillRect(Math.rint(x) - 1, LABELS, 2, critical ? height - LABELS : MARK);
    graphics.fillPolygon(new double[] {x - MARK + 1, x + MARK - 1, x}, new double[] {LABELS, LABELS, LABELS + MARK}, 3);
  }

  private static void pointer(GraphicsContext graphics, TimeAxis axis, double x, double width, double height,
      Palette colors) {
    graphics.setFill(colors.accent());
    graphics.fillRect(Math.rint(x), LABELS, 1, height - LABELS);
    flag(graphics, Instants.seconds(Instants.ofNanos(axis.instant(x, width))), x, width, colors.accent(), colors);
  }

  private static void flag(GraphicsContext graphics, String text, double x, double width, Color color,
      Palette colors) {
    double half = 26;
    double middle = Math.clamp(x, half, Math.max(half, width - half));
    graphics.setFill(color);
    graphics.fillRoundRect(middle - half, 0, 2 * half, LABELS, 4, 4);
    graphics.setFont(SMALL);
    graphics.setTextBaseline(VPos.CENTER);
    graphics.setTextAlign(TextAlignment.CENTER);
    graphics.setFill(colors.page());
    graphics.fillText(text, middle, LABELS / 2);
  }

  private void handle(GraphicsContext graphics, TimeAxis axis, double width, double height, Palette colors) {
    var position = model.position().get();
    double x = position == null ? width : axis.at(Instants.nanos(position), width);
    if (x < 0 || x > width + 1) {
      return;
    }
    double at = Math.clamp(Math.rint(x), 1, width - 1);
    var color = position == null ? colors.running() : colors.caution();
    graphics.setFill(color);
    graphics.fillRect(at - 1, LABELS, 2, height - LABELS);
    graphics.fillRoundRect(at - GRIP / 2, LABELS + (height - LABELS) / 2 - GRIP, GRIP, 2 * GRIP, 4, 4);
    if (position != null) {
      flag(graphics, Instants.seconds(position), at, width, color, colors);
    }
  }
}
