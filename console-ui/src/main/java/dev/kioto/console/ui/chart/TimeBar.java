package dev.kioto.console.ui.chart;

import dev.kioto.console.ui.theme.Palette;
import dev.kioto.console.ui.theme.Theme;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/// One bar: how a task's lifetime divides into busy, scheduled and idle. A share that is not nothing is never thinner
/// than two pixels. UI thread only.
public final class TimeBar extends Drawing {
  private static final double THINNEST = 2;
  private static final double GAP = 1;

  private long busy;
  private long scheduled;
  private long idle;

  /// A bar of nothing.
  public TimeBar(Theme theme) {
    super(theme);
    setMinHeight(12);
    setPrefHeight(12);
    setMaxHeight(12);
  }

  /// Shows these times, in nanoseconds.
  public void show(long busyNanos, long scheduledNanos, long idleNanos) {
    busy = busyNanos;
    scheduled = scheduledNanos;
    idle = idleNanos;
    requestLayout();
  }

  @Override
  protected void draw(GraphicsContext graphics, double width, double height, Palette colors) {
    long[] parts = {busy, scheduled, idle};
    Color[] fills = {colors.running(), colors.scheduled(), colors.idle().deriveColor(0, 1, 1, 0.55)};
    double whole = (double) busy + scheduled + idle;
    if (whole <= 0) {
      graphics.setFill(colors.border());
      graphics.fillRect(0, 0, width, height);
      return;
    }
    double[] widths = new double[parts.length];
    int widest = 0;
    double used = 0;
    for (int i = 0; i < parts.length; i++) {
      widths[i] = parts[i] <= 0 ? 0 : Math.max(THINNEST, parts[i] / whole * width);
      used += widths[i];
      widest = widths[i] > widths[widest] ? i : widest;
    }
    widths[widest] -= used - width;
    double x = 0;
    for (int i = 0; i < parts.length; i++) {
      if (widths[i] > 0) {
        boolean last = x + widths[i] >= width - 0.5;
        graphics.setFill(fills[i]);
        graphics.fillRect(x, 0, Math.max(1, widths[i] - (last ? 0 : GAP)), height);
        x += widths[i];
      }
    }
  }
}
