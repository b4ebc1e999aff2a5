package dev.kioto.console.ui.chart;

import dev.kioto.console.api.Histogram;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.theme.Palette;
import dev.kioto.console.ui.theme.Theme;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// How durations are spread: bars on a logarithmic axis of time, with lines at the median and at p99. UI thread only.
public final class HistogramChart extends Drawing {
  /*
   * The server's buckets are of many widths. They are spread over bars of equal width on the logarithmic axis, each
   * count shared out by overlap, so that the eye may compare areas. A bar with anything in it is at least two pixels
   * high: one poll in a million is what one looks for.
   */
  private static final int BAR = 7;
  private static final int AXIS = 16;
  private static final double LEAST_DECADES = 2;
  private static final Font LABELS = Font.font("Monospaced", 10);

  private final Tone tone;
  private @Nullable Histogram histogram;

  /// An empty chart.
  public HistogramChart(Theme theme, Tone tone) {
    super(theme);
    this.tone = tone;
    setMinHeight(76);
    setPrefHeight(76);
    setMaxHeight(76);
  }

  @Override
  public String pictureName() {
    return "distribution";
  }

  /// Shows a distribution; null for none.
  public void show(@Nullable Histogram newHistogram) {
    histogram = newHistogram;
    requestLayout();
  }

  @Override
  protected void draw(GraphicsContext graphics, double width, double height, Palette colors) {
    var shown = histogram;
    double floor = height - AXIS;
    graphics.setFill(colors.border());
    graphics.fillRect(0, floor, width, 1);
    if (shown == null || shown.buckets().isEmpty()) {
      return;
    }
    var axis = LogAxis.over(shown, width);
    ticks(graphics, axis, width, floor, colors);
    double[] bars = bars(shown, axis, width);
    double most = 0;
    for (double bar : bars) {
      most = Math.max(most, bar);
    }
    var fill = tone.of(colors);
    double p99 = axis.at(shown.p99Nanos());
    for (int i = 0; i < bars.length; i++) {
      if (bars[i] > 0) {
        double tall = Math.max(2, bars[i] / most * (floor - 12));
        graphics.setFill((i + 0.5) * BAR > p99 ? fill.deriveColor(0, 1, 1, 0.55) : fill);
        graphics.fillRect(i * BAR, floor - tall, BAR - 1, tall);
      }
    }
    mark(graphics, axis.at(shown.p50Nanos()), "p50", width, floor, colors);
    if (axis.at(shown.p99Nanos()) - axis.at(shown.p50Nanos()) > 26) {
      mark(graphics, p99, "p99", width, floor, colors);
    }
  }

  private static double[] bars(Histogram shown, LogAxis axis, double width) {
    double[] bars = new double[Math.max(1, (int) (width / BAR))];
    for (var bucket : shown.buckets()) {
      double from = axis.at(bucket.fromNanos()) / BAR;
      double to = Math.max(from + 1e-6, axis.at(bucket.toNanos()) / BAR);
      int first = Math.clamp((int) from, 0, bars.length - 1);
      int last = Math.clamp((int) Math.ceil(to) - 1, first, bars.length - 1);
      for (int i = first; i <= last; i++) {
        double overlap = first == last ? to - from : Math.min(to, i + 1) - Math.max(from, i);
        bars[i] += bucket.count() * overlap / (to - from);
      }
    }
    return bars;
  }

  private static void ticks(GraphicsContext graphics, LogAxis axis, double width, double floor, Palette colors) {
    graphics.setFont(LABELS);
    graphics.setTextBaseline(VPos.TOP);
    double free = Double.NEGATIVE_INFINITY;
    for (int power = 0; power <= 14; power++) {
      long nanos = (long) Math.pow(10, power);
      double x = axis.at(nanos);
      if (x < -0.5 || x > width + 0.5) {
        continue;
      }
      graphics.setFill(colors.border());
      graphics.fillRect(Math.min(Math.rint(x), width - 1), floor, 1, 4);
      var label = label(nanos);
      double size = label.length() * 6.1;
      double left = Math.clamp(x - size / 2, 0, Math.max(0, width - size));
      if (left > free) {
        graphics.setFill(colors.muted());
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.fillText(label, left, floor + 4);
        free = left + size + 6;
      }
    }
  }

  // Powers of ten in whole units: "10 µs", and "100 s" rather than minutes, which are no powers of ten.
  private static String label(long nanos) {
    if (nanos >= 1_000_000_000L) {
      return nanos / 1_000_000_000L + " s";
    }
    return Durations.text(nanos).replaceAll("\\.0+ ", " ");
  }

  private static void mark(GraphicsContext graphics, double at, String name, double width, double floor,
      Palette colors) {
    double x = Math.clamp(Math.rint(at), 0, width - 1);
    Color color = colors.text();
    graphics.setFill(color.deriveColor(0, 1, 1, 0.55));
    graphics.fillRect(x, 0, 1, floor);
    graphics.setFont(LABELS);
    graphics.setTextBaseline(VPos.TOP);
    graphics.setFill(colors.muted());
    boolean left = x > width - 26;
    graphics.setTextAlign(left ? TextAlignment.RIGHT : TextAlignment.LEFT);
    graphics.fillText(name, left ? x - 3 : x + 4, -1);
  }

  /// Durations to pixels, evenly by their logarithm.
  private record LogAxis(double low, double high, double width) {
    static LogAxis over(Histogram shown, double width) {
      double low = Math.log10((double) Math.max(1, shown.buckets().getFirst().fromNanos()));
      double high = Math.log10((double) Math.max(2, shown.buckets().getLast().toNanos()));
      double lack = LEAST_DECADES - (high - low);
      if (lack > 0) {
        double below = Math.min(low, lack / 2);
        low -= below;
        high += lack - below;
      }
      return new LogAxis(low, high, width);
    }

    double at(long nanos) {
      return (Math.log10((double) Math.max(1, nanos)) - low) / (high - low) * width;
    }
  }
}
