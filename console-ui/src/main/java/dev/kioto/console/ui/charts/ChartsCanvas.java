package dev.kioto.console.ui.charts;

import dev.kioto.console.api.Series;
import dev.kioto.console.ui.chart.AxisTicks;
import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.theme.Palette;
import dev.kioto.console.ui.theme.Theme;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// All charts on one canvas, so that they share their axis to the pixel. UI thread only.
final class ChartsCanvas extends Drawing {
  /*
   * Plan. A frame draws the marks of time, and then each chart: its name and what its figures are (or were, where the pointer is) at the
   * left, its highest value, and its figures. A figure has at most a point for two pixels, since it was asked for so. A stretch of which
   * nothing is known is a gap.
   */
  static final double GUTTER = 158;
  private static final double RIGHT = 12;
  private static final double AXIS = 24;
  private static final double CHART = 72;
  private static final double GAP = 11;
  private static final double LABEL = 12;
  private static final double HEADROOM = 1.25;
  private static final double MISSING = 1.6; // steps without a point that are a gap
  private static final Font SMALL = Font.font("Monospaced", 10);
  private static final Font WORDS = Font.font("System", 12);
  private static final Font BOLD = Font.font("System", FontWeight.BOLD, 13);

  private final ChartsViewModel model;

  ChartsCanvas(ChartsViewModel model, Theme theme) {
    super(theme);
    this.model = model;
    setId("charts");
    double height = AXIS + Chart.values().length * (CHART + GAP);
    setMinHeight(height);
    setPrefHeight(height);
    setMaxHeight(height);
    setFocusTraversable(true);
    setAccessibleText("Figures over time");
    model.axis().subscribe(this::requestLayout);
    model.figures().subscribe(this::requestLayout);
    model.pointed().subscribe(this::requestLayout);
    model.instant().subscribe(this::requestLayout);
  }

  @Override
  public String pictureName() {
    return "overview";
  }

  double plot() {
    return Math.max(1, getWidth() - GUTTER - RIGHT);
  }

  @Override
  protected void draw(GraphicsContext graphics, double width, double height, Palette colors) {
    var frame = new Frame(graphics, colors, Math.max(1, width - GUTTER - RIGHT));
    var charts = Chart.values();
    graphics.setFill(colors.dark() ? colors.well() : colors.panel());
    for (int i = 0; i < charts.length; i++) {
      graphics.fillRect(GUTTER, top(i), frame.plot, CHART);
    }
    axis(frame, height);
    for (int i = 0; i < charts.length; i++) {
      chart(frame, charts[i], top(i));
    }
    Long shown = model.instant().get();
    if (shown != null) {
      line(frame, height, shown, frame.colors.caution());
    }
    Long pointed = model.pointed().get();
    if (pointed != null) {
      line(frame, height, pointed, frame.colors.accent());
    }
  }

  /// The chart whose name and figures stand at a place; null for none.
  static @Nullable Chart named(double x, double y) {
    int place = (int) Math.floor((y - AXIS) / (CHART + GAP));
    var charts = List.of(Chart.values());
    return x >= 0 && x < GUTTER && place >= 0 && place < charts.size() ? charts.get(place) : null;
  }

  private static double top(int place) {
    return AXIS + place * (CHART + GAP);
  }

  /// What one drawing is made with.
  private record Frame(GraphicsContext graphics, Palette colors, double plot) {
    void text(String text, double x, double y, TextAlignment align) {
      graphics.setTextAlign(align);
      graphics.setTextBaseline(VPos.CENTER);
      graphics.fillText(text, x, y);
    }
  }

  private void axis(Frame frame, double height) {
    frame.graphics.setFont(SMALL);
    for (var tick : AxisTicks.of(model.axis().get(), frame.plot)) {
      double x = GUTTER + Math.rint(model.axis().get().at(tick.instant(), frame.plot));
      frame.graphics.setFill(frame.colors.line());
      frame.graphics.fillRect(x, AXIS - 6, 1, height - AXIS);
      frame.graphics.setFill(frame.colors.muted());
      if (x + 60 < GUTTER + frame.plot) {
        frame.text(tick.label(), x + 4, AXIS / 2 - 1, TextAlignment.LEFT);
      }
    }
  }

  private void chart(Frame frame, Chart chart, double top) {
    names(frame, chart, top);
    double most = most(chart);
    if (chart.isOfTimes()) {
      decades(frame, chart, top, most);
    }
    double[] base = {};
    for (var line : chart.lines()) {
      var series = model.figures().get().get(line.series());
      if (series != null && !series.points().isEmpty()) {
        base = line(frame, chart, line, series, top, most, base);
      }
    }
    frame.graphics.setFont(SMALL);
    if (most > 0) {
      frame.graphics.setFill(frame.colors.muted());
      frame.text(chart.text(most), GUTTER + 4, highest(top), TextAlignment.LEFT);
    }
  }

  // Marks at each thousandfold: a logarithmic axis that says nowhere where it is would deceive.
  private static void decades(Frame frame, Chart chart, double top, double most) {
    frame.graphics.setFont(SMALL);
    for (double mark = Chart.LEAST_NANOS * 1_000; mark < most; mark *= 1_000) {
      double y = Math.rint(top + CHART - height(chart, mark, most));
      frame.graphics.setFill(frame.colors.line());
      frame.graphics.fillRect(GUTTER, y, frame.plot, 1);
      if (y - 7 > highest(top) + LABEL) { // else it would stand on the highest value's
        frame.graphics.setFill(frame.colors.muted());
        frame.text(chart.text(mark), GUTTER + 4, y - 7, TextAlignment.LEFT);
      }
    }
  }

  // Where the highest value is written.
  private static double highest(double top) {
    return top + CHART * (1 - 1 / HEADROOM) / 2;
  }

  private static double height(Chart chart, double value, double most) {
    return most > 0 ? chart.height(value, most) / HEADROOM * CHART : 0;
  }

  private void names(Frame frame, Chart chart, double top) {
    frame.graphics.setFont(BOLD);
    frame.graphics.setFill(frame.colors.text());
    frame.text(chart.title(), 14, top + 8, TextAlignment.LEFT);
    double y = top + 27;
    for (var line : chart.lines()) {
      Long at = model.pointed().get() == null ? model.instant().get() : model.pointed().get();
      var value = model.value(line, at);
      frame.graphics.setFill(line.tone().of(frame.colors));
      frame.graphics.fillRect(14, y - 4, 9, 9);
      frame.graphics.setFont(WORDS);
      frame.graphics.setFill(frame.colors.muted());
      frame.text(line.title(), 29, y, TextAlignment.LEFT);
      frame.graphics.setFont(Font.font("Monospaced", 12));
      frame.graphics.setFill(frame.colors.text());
      frame.text(value == null ? "–" : chart.text(value), GUTTER - 12, y, TextAlignment.RIGHT);
      y += 16;
    }
  }

  // The highest value that is drawn; above it there is some room.
  private double most(Chart chart) {
    if (chart == Chart.BUSY) {
      return 1;
    }
    double most = 0;
    for (var line : chart.lines()) {
      var series = model.figures().get().get(line.series());
      double own = series == null ? 0 : series.points().stream().mapToDouble(line::figure).max().orElse(0);
      most = chart.stacked() ? most + own : Math.max(most, own);
    }
    return most;
  }

  /// Draws a figure, on top of another one where they are stacked.
  ///
  /// @param base the heights of the one below, as many as there are points; empty for none
  /// @return the heights of this one
  private double[] line(Frame frame, Chart chart, Chart.Line line, Series series, double top, double most,
      double[] base) {
    var points = series.points();
    int count = points.size();
    double[] xs = new double[count];
    double[] heights = new double[count];
    for (int i = 0; i < count; i++) {
      long at = Instants.nanos(points.get(i).at());
      xs[i] = GUTTER + Math.clamp(model.axis().get().at(at, frame.plot), 0, frame.plot);
      double below = chart.stacked() && i < base.length ? base[i] : 0;
      heights[i] = below + height(chart, line.figure(points.get(i)), most);
    }
    double step = frame.plot * series.stepSeconds() * 1e9 / model.axis().get().length();
    int start = 0;
    for (int i = 1; i <= count; i++) {
      if (i == count || xs[i] - xs[i - 1] > MISSING * Math.max(1, step)) {
        stretch(frame, chart, line, top, xs, heights, chart.stacked() ? base : new double[0], start, i);
        start = i;
      }
    }
    return heights;
  }

  private static void stretch(Frame frame, Chart chart, Chart.Line line, double top, double[] xs, double[] heights,
      double[] base, int start, int end) {
    int count = end - start;
    var color = line.tone().of(frame.colors);
    if (count == 1) {
      frame.graphics.setFill(color);
      frame.graphics.fillRect(xs[start] - 1, top + CHART - Math.max(2, heights[start]), 2, 2);
      return;
    }
    double[] x = new double[2 * count];
    double[] y = new double[2 * count];
    for (int i = 0; i < count; i++) {
      x[i] = xs[start + i];
      y[i] = top + CHART - heights[start + i];
      x[2 * count - 1 - i] = x[i];
      y[2 * count - 1 - i] = top + CHART - (start + i < base.length ? base[start + i] : 0);
    }
    frame.graphics.setFill(color.deriveColor(0, 1, 1, chart.stacked() ? 0.35 : 0.14));
    frame.graphics.fillPolygon(x, y, 2 * count);
    frame.graphics.setStroke(color);
    frame.graphics.setLineWidth(1.4);
    frame.graphics.setLineJoin(StrokeLineJoin.ROUND); // a pointed one would reach below the axis
    frame.graphics.strokePolyline(x, y, count);
  }

  private void line(Frame frame, double height, long instant, Color color) {
    double x = GUTTER + Math.rint(model.axis().get().at(instant, frame.plot));
    if (x < GUTTER || x > GUTTER + frame.plot) {
      return;
    }
    frame.graphics.setFill(color);
    frame.graphics.fillRect(x, AXIS - 6, 1, height - AXIS);
    var label = Instants.seconds(Instants.ofNanos(instant));
    boolean left = x > GUTTER + frame.plot - 70;
    double from = left ? x - 66 : x;
    frame.graphics.fillRect(from, 2, 66, 17);
    frame.graphics.setFont(SMALL);
    frame.graphics.setFill(frame.colors.page());
    frame.text(label, from + 33, 11, TextAlignment.CENTER);
  }
}
