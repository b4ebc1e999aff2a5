package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Comparison.ArmDistribution;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.chart.LogScale;
import dev.kioto.console.ui.theme.Palette;
import dev.kioto.console.ui.theme.SeriesColors;
import dev.kioto.console.ui.theme.Theme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;

/// The distributions of one kind under all settings, over each other, each as a share of its own. UI thread only.
final class SpreadChart extends Drawing {
  /*
   * Plan. Shares in bins of equal width on a logarithmic axis (Density), drawn as one area for each settings, the first below. The median has a dotted line
   * and p99 a dashed one with a name, each in its colour; those that nearly coincide have one name,
   * and names that would cover each other stand in rows.
   */
  private static final double SIDE = 16;
  private static final double TOP = 48;
  private static final double BOTTOM = 22;
  private static final double HEIGHT = 244;
  private static final double MEDIAN = 50;
  private static final double HIGH = 99;
  private static final double NEAR = 15; // pixels between two marks that have one name
  private static final double LETTER = 7;
  private static final Font LABELS = Font.font("Monospaced", 10);
  private static final Font NAMES = Font.font("System", FontWeight.BOLD, 11);
  private static final Font WORDS = Font.font("System", 12);

  private final ExperimentViewModel model;

  SpreadChart(ExperimentViewModel model, Theme theme) {
    super(theme);
    this.model = model;
    setId("lab-spread");
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
    model.comparison().subscribe(_ -> changed());
    model.distribution().subscribe(_ -> changed());
  }

  @Override
  public String pictureName() {
    return "distributions";
  }

  private void changed() {
    setAccessibleText(model.distribution().get() + ", the distributions under all settings over each other");
    requestLayout();
  }

  @Override
  protected void draw(GraphicsContext graphics, double width, double height, Palette colors) {
    var shown = model.spreads().stream().filter(spread -> counted(spread).findAny().isPresent()).toList();
    if (shown.isEmpty()) {
      graphics.setFont(WORDS);
      graphics.setFill(colors.muted());
      graphics.setTextAlign(TextAlignment.CENTER);
      graphics.setTextBaseline(VPos.CENTER);
      graphics.fillText(model.spreads().isEmpty() ? "No times were measured." : "Only its percentiles are known.",
          width / 2,
          height / 2);
      return;
    }
    var scale = LogScale.over(
        shown.stream().flatMap(SpreadChart::counted).mapToDouble(LabRun.Bucket::fromNanos).min().orElse(1),
        shown.stream().flatMap(SpreadChart::counted).mapToDouble(LabRun.Bucket::toNanos).max().orElse(10));
    double plot = width - 2 * SIDE;
    double floor = height - BOTTOM;
    axis(graphics, scale, plot, floor, colors);
    var densities = shown.stream().map(spread -> Density.of(spread.buckets(), scale)).toList();
    double peak = densities.stream().flatMapToDouble(Arrays::stream).max().orElse(1);
    for (int i = 0; i < shown.size(); i++) {
      area(graphics, densities.get(i), peak, plot, floor, SeriesColors.of(colors, model.place(shown.get(i).arm())),
          Math.min(1, 3.0 / shown.size()));
    }
    marks(graphics, shown, scale, plot, floor, colors);
  }

  private static Stream<LabRun.Bucket> counted(ArmDistribution spread) {
    return spread.buckets().stream().filter(bucket -> bucket.count() > 0);
  }

  private static void axis(GraphicsContext graphics, LogScale scale, double plot, double floor, Palette colors) {
    graphics.setFont(LABELS);
    graphics.setTextBaseline(VPos.CENTER);
    graphics.setFill(colors.border());
    graphics.fillRect(SIDE, floor, plot, 1);
    for (int power = scale.low(); power <= scale.high(); power++) {
      double x = SIDE + Math.rint(scale.share(Math.pow(10, power)) * plot);
      graphics.setFill(colors.line());
      graphics.fillRect(x, TOP - 8, 1, floor - TOP + 12);
      graphics.setFill(colors.muted());
      graphics.setTextAlign(power == scale.low() ? TextAlignment.LEFT
          : power == scale.high() ? TextAlignment.RIGHT : TextAlignment.CENTER);
      graphics.fillText(LogScale.label(power),
          power == scale.low() ? x - SIDE + 2 : power == scale.high() ? x + SIDE - 2 : x,
          floor + BOTTOM / 2 + 1);
    }
  }

  private static void area(GraphicsContext graphics, double[] shares, double peak, double plot, double floor,
      Color color, double faint) {
    int count = shares.length;
    double[] xs = new double[count + 2];
    double[] ys = new double[count + 2];
    for (int i = 0; i < count; i++) {
      xs[i] = SIDE + (i + 0.5) / count * plot;
      ys[i] = floor - shares[i] / peak * (floor - TOP - 4);
    }
    xs[count] = xs[count - 1];
    ys[count] = floor;
    xs[count + 1] = xs[0];
    ys[count + 1] = floor;
    graphics.setFill(color.deriveColor(0, 1, 1, 0.22 * faint));
    graphics.fillPolygon(xs, ys, count + 2);
    graphics.setStroke(color);
    graphics.setLineWidth(1.8);
    graphics.strokePolyline(xs, ys, count);
  }

  /// A percentile that is marked, of settings of which it is nearly the same.
  private record Mark(double percentile, double x, Set<String> arms) {
    String name() {
      return String.join("", arms) + ' ' + LabWords.percentile(percentile);
    }
  }

  private void marks(GraphicsContext graphics, List<ArmDistribution> shown, LogScale scale, double plot, double floor,
      Palette colors) {
    graphics.setLineWidth(1);
    var names = new ArrayList<Mark>();
    for (var mark : single(shown, scale, plot)) {
      graphics.setStroke(SeriesColors.of(colors, model.place(mark.arms.iterator().next())));
      graphics.setLineDashes(mark.percentile == MEDIAN ? new double[] {1, 3} : new double[] {4, 3});
      graphics.strokeLine(mark.x + 0.5, TOP - 8, mark.x + 0.5, floor);
      names.stream().filter(name -> name.percentile == mark.percentile && mark.x - name.x < NEAR).findFirst()
          .ifPresentOrElse(name -> name.arms.addAll(mark.arms), () -> names.add(mark));
    }
    graphics.setLineDashes();
    graphics.setFont(NAMES);
    graphics.setTextAlign(TextAlignment.CENTER);
    double[] free = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (var name : names) {
      double half = name.name().length() * LETTER / 2;
      int row = 0;
      while (row < free.length - 1 && name.x - half < free[row]) {
        row++;
      }
      free[row] = name.x + half + 4;
      graphics.setFill(
          name.arms.size() > 1 ? colors.text() : SeriesColors.of(colors, model.place(name.arms.iterator().next())));
      graphics.fillText(name.name(), Math.clamp(name.x, half, SIDE + plot - half + SIDE), TOP - 14 - 12 * row);
    }
  }

  // One of each settings, from left to right.
  private static List<Mark> single(List<ArmDistribution> shown, LogScale scale, double plot) {
    return shown.stream().flatMap(spread -> spread.percentiles().stream()
        .filter(band -> (band.percentile() == MEDIAN || band.percentile() == HIGH) && band.median() > 0)
        .map(band -> new Mark(band.percentile(), SIDE + Math.rint(scale.share(band.median()) * plot),
            new TreeSet<>(Set.of(spread.arm())))))
        .sorted(Comparator.comparingDouble(Mark::x)).toList();
  }
}
