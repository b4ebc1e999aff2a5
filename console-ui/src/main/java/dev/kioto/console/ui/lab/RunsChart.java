package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.theme.Palette;
import dev.kioto.console.ui.theme.SeriesColors;
import dev.kioto.console.ui.theme.Theme;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// Runs of one round over each other, on one axis of seconds that begins where their warm-up was over, and below it what each worker of each run did.
/// UI thread only.
final class RunsChart extends Drawing {
  /*
   * Plan. Three figures, each with the line of every run; then for each run a strip a worker, as strong in the colour of its settings as the worker was
   * busy. All share the axis of seconds. The height follows from the runs. The warm-up is shaded: nothing of it is measured.
   */
  private static final double LEFT = 158;
  private static final double RIGHT = 14;
  private static final double FIGURE = 62;
  private static final double STRIP = 11;
  private static final double GAP = 12;
  private static final double AXIS = 22;
  private static final Font SMALL = Font.font("Monospaced", 10);
  private static final Font VALUES = Font.font("Monospaced", 12);
  private static final Font BOLD = Font.font("System", FontWeight.BOLD, 12);
  private static final double[] STEPS = {0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600};

  /// A figure of the course of a run.
  private enum Figure {
    POLLS("Polls a second", LabRun.Sample::pollsPerSecond),
    PROCESSORS("Processors used", LabRun.Sample::processors),
    QUEUED("Queued tasks", LabRun.Sample::queued);

    private final String title;
    @SuppressWarnings("ImmutableEnumChecker") // a method reference
    private final ToDoubleFunction<LabRun.Sample> value;

    Figure(String title, ToDoubleFunction<LabRun.Sample> value) {
      this.title = title;
      this.value = value;
    }

    String text(double number) {
      return this == PROCESSORS ? String.format(Locale.ROOT, "%.2f", number) : Counts.compact(number);
    }
  }

  private final ExperimentViewModel model;
  private double pointed = Double.NaN; // seconds

  RunsChart(ExperimentViewModel model, Theme theme) {
    super(theme);
    this.model = model;
    setId("lab-course");
    model.runs().subscribe(_ -> changed());
    model.round().subscribe(_ -> changed());
    model.beside().subscribe(_ -> changed());
    setOnMouseMoved(event -> point(event.getX()));
    setOnMouseExited(_ -> point(Double.NaN));
  }

  @Override
  public String pictureName() {
    return "runs";
  }

  private List<LabRun> shown() {
    return model.sideBySide().stream().filter(run -> !run.samples().isEmpty()).toList();
  }

  private void changed() {
    double height = AXIS + Figure.values().length * (FIGURE + GAP)
        + shown().stream().mapToDouble(RunsChart::height).sum();
    setMinHeight(height);
    setPrefHeight(height);
    setMaxHeight(height);
    setAccessibleText("Runs of round " + model.round().get() + " over time: "
        + String.join(", ", shown().stream().map(LabRun::arm).toList()));
    requestLayout();
  }

  private static int workers(LabRun run) {
    return run.samples().stream().mapToInt(sample -> sample.workers().size()).max().orElse(0);
  }

  // Of its strips: a program without a console does not tell of its workers.
  private static double height(LabRun run) {
    return workers(run) == 0 ? 0 : workers(run) * STRIP + GAP;
  }

  private void point(double x) {
    var all = shown();
    pointed = all.isEmpty() || Double.isNaN(x) || x < LEFT ? Double.NaN : span(all).seconds(x, getWidth());
    requestLayout();
  }

  /// The stretch of seconds that is drawn.
  private record Span(double from, double to) {
    double x(double seconds, double width) {
      return LEFT + (seconds - from) / (to - from) * (width - LEFT - RIGHT);
    }

    double seconds(double x, double width) {
      return from + (x - LEFT) / (width - LEFT - RIGHT) * (to - from);
    }
  }

  private static Span span(List<LabRun> runs) {
    var seconds = runs.stream().flatMap(run -> run.samples().stream()).mapToDouble(LabRun.Sample::seconds)
        .summaryStatistics();
    return new Span(Math.min(0, seconds.getMin()), Math.max(1, seconds.getMax()));
  }

  @Override
  protected void draw(GraphicsContext graphics, double width, double height, Palette colors) {
    var runs = shown();
    if (runs.isEmpty()) {
      return;
    }
    var span = span(runs);
    axis(graphics, span, width, height, colors);
    double top = AXIS;
    for (var figure : Figure.values()) {
      figure(graphics, figure, runs, span, top, width, colors);
      top += FIGURE + GAP;
    }
    for (var run : runs) {
      if (workers(run) > 0) {
        strips(graphics, run, span, top, width, colors);
      }
      top += height(run);
    }
    if (!Double.isNaN(pointed)) {
      graphics.setFill(colors.accent());
      graphics.fillRect(Math.rint(span.x(pointed, width)), AXIS, 1, height - AXIS);
    }
  }

  private static void axis(GraphicsContext graphics, Span span, double width, double height, Palette colors) {
    double step = STEPS[STEPS.length - 1];
    for (double each : STEPS) {
      if (span.x(span.from + each, width) - LEFT >= 70) {
        step = each;
        break;
      }
    }
    graphics.setFont(SMALL);
    graphics.setTextAlign(TextAlignment.LEFT);
    graphics.setTextBaseline(VPos.CENTER);
    if (span.from < 0) {
      graphics.setFill(colors.faint().deriveColor(0, 1, 1, 0.13));
      graphics.fillRect(LEFT, AXIS, span.x(0, width) - LEFT, height - AXIS);
    }
    for (double at = Math.ceil(span.from / step) * step; at <= span.to; at += step) {
      double x = Math.rint(span.x(at, width));
      graphics.setFill(at == 0 ? colors.faint() : colors.line());
      graphics.fillRect(x, AXIS - 6, 1, height - AXIS + 6);
      if (x + 30 < width) {
        graphics.setFill(colors.muted());
        graphics.fillText(Counts.compact(at) + " s", x + 4, AXIS / 2);
      }
    }
  }

  private void figure(GraphicsContext graphics, Figure figure, List<LabRun> runs, Span span, double top, double width,
      Palette colors) {
    double most = runs.stream().flatMap(run -> run.samples().stream()).mapToDouble(figure.value)
        .filter(Double::isFinite).max().orElse(0);
    graphics.setFill(colors.border());
    graphics.fillRect(LEFT, top + FIGURE, width - LEFT - RIGHT, 1);
    graphics.setFont(BOLD);
    graphics.setFill(colors.text());
    graphics.setTextAlign(TextAlignment.LEFT);
    graphics.setTextBaseline(VPos.CENTER);
    graphics.fillText(figure.title, 0, top + 7);
    double y = top + 24;
    for (var run : runs) {
      var color = SeriesColors.of(colors, model.place(run.arm()));
      line(graphics, figure, run, span, top, width, Math.max(most, 1e-9), color);
      graphics.setFont(BOLD);
      graphics.setTextAlign(TextAlignment.LEFT);
      graphics.setFill(color);
      graphics.fillText(run.arm(), 0, y);
      graphics.setFont(VALUES);
      graphics.setTextAlign(TextAlignment.RIGHT);
      graphics.setFill(colors.text());
      double value = valueOf(figure, run);
      graphics.fillText(Double.isFinite(value) ? figure.text(value) : "–", LEFT - 14, y);
      y += 14;
    }
  }

  // Where the pointer is, or the mean while it is measured.
  private double valueOf(Figure figure, LabRun run) {
    var near = near(run);
    return near != null ? figure.value.applyAsDouble(near)
        : run.samples().stream().filter(sample -> sample.seconds() > 0).mapToDouble(figure.value)
            .filter(Double::isFinite).average().orElse(Double.NaN);
  }

  private LabRun.@Nullable Sample near(LabRun run) {
    return Double.isNaN(pointed) ? null
        : run.samples().stream().min(Comparator.comparingDouble(sample -> Math.abs(sample.seconds() - pointed)))
            .orElse(null);
  }

  private static void line(GraphicsContext graphics, Figure figure, LabRun run, Span span, double top, double width,
      double most, Color color) {
    var samples = run.samples().stream().filter(sample -> Double.isFinite(figure.value.applyAsDouble(sample))).toList();
    double[] xs = samples.stream().mapToDouble(sample -> span.x(sample.seconds(), width)).toArray();
    double[] ys = samples.stream()
        .mapToDouble(sample -> top + FIGURE - figure.value.applyAsDouble(sample) / most * (FIGURE - 4)).toArray();
    graphics.setStroke(color);
    graphics.setLineWidth(1.5);
    graphics.strokePolyline(xs, ys, xs.length);
  }

  private void strips(GraphicsContext graphics, LabRun run, Span span, double top, double width, Palette colors) {
    var color = SeriesColors.of(colors, model.place(run.arm()));
    int count = workers(run);
    graphics.setFill(colors.dark() ? colors.well() : colors.panel());
    graphics.fillRect(LEFT, top, width - LEFT - RIGHT, count * STRIP - 1);
    var edges = new ArrayList<Double>();
    run.samples().forEach(sample -> edges.add(Math.rint(span.x(sample.seconds(), width))));
    for (int i = 0; i < run.samples().size(); i++) {
      double from = i > 0 ? edges.get(i - 1) : LEFT;
      var shares = run.samples().get(i).workers();
      for (int worker = 0; worker < shares.size(); worker++) {
        graphics.setFill(color.deriveColor(0, 1, 1, Math.clamp(shares.get(worker), 0, 1)));
        graphics.fillRect(from, top + worker * STRIP, edges.get(i) - from, STRIP - 1);
      }
    }
    graphics.setFont(BOLD);
    graphics.setTextAlign(TextAlignment.LEFT);
    graphics.setTextBaseline(VPos.CENTER);
    graphics.setFill(color);
    graphics.fillText(run.arm(), 0, top + Math.min(7, count * STRIP / 2));
    graphics.setFill(colors.muted());
    graphics.setFont(Font.font("System", 12));
    graphics.fillText(count == 1 ? "1 worker, busy" : count + " workers, busy", 16,
        top + Math.min(7, count * STRIP / 2));
  }
}
