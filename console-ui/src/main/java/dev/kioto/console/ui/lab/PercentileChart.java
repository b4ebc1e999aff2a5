package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Comparison.ArmDistribution;
import dev.kioto.console.api.lab.Comparison.PercentileBand;
import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.chart.LogScale;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.theme.Palette;
import dev.kioto.console.ui.theme.SeriesColors;
import dev.kioto.console.ui.theme.Theme;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/// Percentile by percentile, how long something took under each settings: a line through the medians of the runs, in a band from the least of
/// them to the most. UI thread only.
final class PercentileChart extends Drawing {
  /*
   * Plan. Percentiles stand at equal distances, whatever they are; times on a logarithmic axis of whole powers of ten. All bands are drawn first, then all
   * lines. Where the pointer is, the values of that percentile stand in a small table.
   */
  private static final double LEFT = 58;
  private static final double RIGHT = 18;
  private static final double TOP = 8;
  private static final double BOTTOM = 22;
  private static final double HEIGHT = 244;
  private static final Font LABELS = Font.font("Monospaced", 10);

  private final ExperimentViewModel model;
  private int pointed = -1; // a place among the percentiles

  PercentileChart(ExperimentViewModel model, Theme theme) {
    super(theme);
    this.model = model;
    setId("lab-percentiles");
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
    model.comparison().subscribe(_ -> changed());
    model.distribution().subscribe(_ -> changed());
    setOnMouseMoved(event -> point(event.getX()));
    setOnMouseExited(_ -> point(Double.NaN));
  }

  @Override
  public String pictureName() {
    return "percentiles";
  }

  private void changed() {
    setAccessibleText(model.distribution().get() + ", percentile by percentile: "
        + model.spreads().stream().map(PercentileChart::words).collect(Collectors.joining("; ")));
    requestLayout();
  }

  private static String words(ArmDistribution spread) {
    return spread.arm() + ' ' + spread.percentiles().stream()
        .map(band -> LabWords.percentile(band.percentile()) + ' ' + Durations.text(Math.round(band.median())))
        .collect(Collectors.joining(", "));
  }

  private List<Double> percentiles() {
    return model.spreads().stream().flatMap(spread -> spread.percentiles().stream()).map(PercentileBand::percentile)
        .distinct().sorted().toList();
  }

  private void point(double x) {
    int count = percentiles().size();
    int now = Double.isNaN(x) || count < 2 ? -1
        : (int) Math.clamp(Math.round((x - LEFT) / (getWidth() - LEFT - RIGHT) * (count - 1)), 0L, count - 1L);
    if (now != pointed) {
      pointed = now;
      requestLayout();
    }
  }

  @Override
  protected void draw(GraphicsContext graphics, double width, double height, Palette colors) {
    var points = percentiles();
    var known = model.spreads().stream().flatMap(spread -> spread.percentiles().stream())
        .flatMap(band -> Stream.of(band.least(), band.most())).filter(value -> value > 0).toList();
    if (points.size() < 2 || known.isEmpty()) {
      return;
    }
    var scale = LogScale.over(known.stream().min(Double::compare).orElseThrow(),
        known.stream().max(Double::compare).orElseThrow());
    var plot = new Plot(graphics, colors, points, scale, width - LEFT - RIGHT, height - TOP - BOTTOM);
    plot.axes();
    for (var spread : model.spreads()) {
      plot.band(spread);
    }
    for (var spread : model.spreads()) {
      plot.line(spread);
    }
    if (pointed >= 0 && pointed < points.size()) {
      plot.table(pointed);
    }
  }

  /// What one drawing is made with.
  private final class Plot {
    private final GraphicsContext graphics;
    private final Palette colors;
    private final List<Double> points;
    private final LogScale scale;
    private final double wide;
    private final double high;

    Plot(GraphicsContext graphics, Palette colors, List<Double> points, LogScale scale, double wide, double high) {
      this.graphics = graphics;
      this.colors = colors;
      this.points = points;
      this.scale = scale;
      this.wide = wide;
      this.high = high;
    }

    private double x(int place) {
      return LEFT + wide * place / (points.size() - 1);
    }

    private double y(double nanos) {
      return TOP + high * (1 - scale.share(nanos));
    }

    private static Optional<PercentileBand> at(ArmDistribution spread, double point) {
      return spread.percentiles().stream().filter(band -> band.percentile() == point && band.least() > 0).findFirst();
    }

    void axes() {
      graphics.setFont(LABELS);
      graphics.setTextBaseline(VPos.CENTER);
      for (int power = scale.low(); power <= scale.high(); power++) {
        double y = Math.rint(y(Math.pow(10, power)));
        graphics.setFill(colors.line());
        graphics.fillRect(LEFT, y, wide, 1);
        graphics.setFill(colors.muted());
        graphics.setTextAlign(TextAlignment.RIGHT);
        graphics.fillText(LogScale.label(power), LEFT - 8, y);
      }
      for (int i = 0; i < points.size(); i++) {
        double x = Math.rint(x(i));
        graphics.setFill(i == pointed ? colors.faint() : colors.line());
        graphics.fillRect(x, TOP, 1, high);
        graphics.setFill(colors.muted());
        graphics.setTextAlign(i == points.size() - 1 ? TextAlignment.RIGHT : TextAlignment.CENTER);
        graphics.fillText(LabWords.percentile(points.get(i)), i == points.size() - 1 ? x + RIGHT - 2 : x,
            TOP + high + BOTTOM / 2 + 1);
      }
    }

    void band(ArmDistribution spread) {
      var places = places(spread);
      int count = places.size();
      double[] xs = new double[2 * count];
      double[] ys = new double[2 * count];
      for (int i = 0; i < count; i++) {
        var band = at(spread, points.get(places.get(i))).orElseThrow();
        xs[i] = x(places.get(i));
        xs[2 * count - 1 - i] = xs[i];
        ys[i] = y(band.most());
        ys[2 * count - 1 - i] = y(band.least());
      }
      graphics.setFill(color(spread).deriveColor(0, 1, 1, 0.2 * Math.min(1, 3.0 / model.spreads().size())));
      graphics.fillPolygon(xs, ys, 2 * count);
    }

    void line(ArmDistribution spread) {
      var places = places(spread);
      double[] xs = places.stream().mapToDouble(this::x).toArray();
      double[] ys = places.stream().mapToDouble(i -> y(at(spread, points.get(i)).orElseThrow().median())).toArray();
      graphics.setStroke(color(spread));
      graphics.setLineWidth(2);
      graphics.strokePolyline(xs, ys, xs.length);
      graphics.setFill(color(spread));
      for (int i = 0; i < xs.length; i++) {
        graphics.fillOval(xs[i] - 2.5, ys[i] - 2.5, 5, 5);
      }
    }

    private List<Integer> places(ArmDistribution spread) {
      return Stream.iterate(0, i -> i < points.size(), i -> i + 1).filter(i -> at(spread, points.get(i)).isPresent())
          .toList();
    }

    private Color color(ArmDistribution spread) {
      return SeriesColors.of(colors, model.place(spread.arm()));
    }

    void table(int place) {
      var spreads = model.spreads();
      double left = x(place) > LEFT + wide / 2 ? LEFT + 10 : LEFT + wide - 248;
      graphics.setFill(colors.raised());
      graphics.fillRect(left, TOP + 4, 238, 24 + 15 * spreads.size());
      graphics.setTextAlign(TextAlignment.LEFT);
      graphics.setFill(colors.muted());
      graphics.fillText(LabWords.percentile(points.get(place)) + "   median   (least to most)", left + 10, TOP + 16);
      for (int i = 0; i < spreads.size(); i++) {
        double y = TOP + 33 + 15 * i;
        graphics.setFill(color(spreads.get(i)));
        graphics.fillText(spreads.get(i).arm(), left + 10, y);
        graphics.setFill(colors.text());
        graphics.fillText(at(spreads.get(i), points.get(place)).map(band -> Durations.cell(Math.round(band.median()))
            + "  (" + Durations.text(Math.round(band.least())) + " to " + Durations.text(Math.round(band.most())) + ')')
            .orElse("–"), left + 34, y);
      }
    }
  }
}
