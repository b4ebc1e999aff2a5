package dev.kioto.console.ui.chart;

import dev.kioto.console.ui.theme.Palette;
import dev.kioto.console.ui.theme.Theme;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/// The recent course of a number: a line with the area under it, newest at the right edge. A point that is not known is
/// NaN and leaves a gap. UI thread only.
public final class Sparkline extends Drawing {
  private final Tone tone;
  private final int capacity;
  private double[] course = {};
  private double least = Double.NaN;
  private double most = Double.NaN;

  /// An empty course.
  ///
  /// @param capacity how many points fill the whole width, at least 2
  public Sparkline(Theme theme, Tone tone, int capacity) {
    super(theme);
    this.tone = tone;
    this.capacity = capacity;
    setMouseTransparent(true);
  }

  /// Draws on a scale that stays, in place of one that follows the points.
  public Sparkline between(double newLeast, double newMost) {
    least = newLeast;
    most = newMost;
    return this;
  }

  /// Shows these points, oldest first. The array is not copied and must not change afterwards.
  public void show(double[] points) {
    course = points;
    requestLayout();
  }

  @Override
  protected void draw(GraphicsContext graphics, double width, double height, Palette colors) {
    if (course.length < 2) {
      return;
    }
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (double value : course) {
      if (!Double.isNaN(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    // A course that hardly moves is drawn as a calm line: the scale never zooms into less than a fifth of the value.
    double floor = low > 0.8 * high ? 0.8 * high : low;
    double base = Double.isNaN(least) ? Math.max(0, floor - 0.25 * (high - floor)) : least;
    double top = Double.isNaN(most) ? high : most;
    double span = top > base ? top - base : 1;
    double step = width / (capacity - 1);
    int from = Math.max(0, course.length - capacity);
    int start = -1;
    for (int i = from; i <= course.length; i++) {
      boolean known = i < course.length && !Double.isNaN(course[i]);
      if (known && start < 0) {
        start = i;
      } else if (!known && start >= 0) {
        stretch(graphics, start, i, step, width, height, base, span, tone.of(colors));
        start = -1;
      }
    }
  }

  private void stretch(GraphicsContext graphics, int start, int end, double step, double width, double height,
      double base, double span, Color color) {
    int count = end - start;
    double[] xs = new double[count + 2];
    double[] ys = new double[count + 2];
    for (int i = 0; i < count; i++) {
      xs[i] = width - (course.length - 1 - (start + i)) * step;
      ys[i] = height - 1 - (course[start + i] - base) / span * (height - 3);
    }
    xs[count] = xs[count - 1];
    ys[count] = height;
    xs[count + 1] = xs[0];
    ys[count + 1] = height;
    graphics.setFill(color.deriveColor(0, 1, 1, 0.20));
    graphics.fillPolygon(xs, ys, count + 2);
    graphics.setStroke(color);
    graphics.setLineWidth(1.5);
    graphics.strokePolyline(xs, ys, count);
  }
}
