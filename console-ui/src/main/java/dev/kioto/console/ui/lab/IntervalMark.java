package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.theme.Palette;
import dev.kioto.console.ui.theme.Theme;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// A difference with its interval, on the axis that all findings share; the axis itself when it has none. UI thread only.
final class IntervalMark extends Drawing {
  private static final double SIDE = 14;
  private static final double LABEL = 42;
  private static final Font LABELS = Font.font("Monospaced", 10);

  private @Nullable Finding finding;
  private Bend bend = new Bend(1);

  IntervalMark(Theme theme, double height) {
    super(theme);
    setMinSize(120, height);
    setPrefSize(260, height);
    setMaxHeight(height);
    setMouseTransparent(true);
  }

  /// Shows a difference; null for the axis.
  void show(@Nullable Finding newFinding, Bend newBend) {
    finding = newFinding;
    bend = newBend;
    requestLayout();
  }

  @Override
  protected void draw(GraphicsContext graphics, double width, double height, Palette colors) {
    double plot = width - 2 * SIDE;
    var shown = finding;
    if (shown == null) {
      axis(graphics, plot, height, colors);
      return;
    }
    for (var tick : bend.ticks()) {
      graphics.setFill(tick.change() == 0 ? colors.faint() : colors.line());
      graphics.fillRect(SIDE + Math.rint(tick.share() * plot), 0, 1, height);
    }
    if (!shown.isRelative()) {
      return;
    }
    double middle = Math.rint(height / 2);
    graphics.setFill(color(shown.verdict(), colors));
    var low = shown.low();
    var high = shown.high();
    if (low != null && high != null) {
      double from = bend.share(low) * plot;
      graphics.fillRoundRect(SIDE + from, middle - 1.5, Math.max(3, bend.share(high) * plot - from), 3, 3, 3);
    }
    graphics.fillOval(SIDE + bend.share(shown.change()) * plot - 4, middle - 4, 8, 8);
  }

  private void axis(GraphicsContext graphics, double plot, double height, Palette colors) {
    graphics.setFont(LABELS);
    graphics.setFill(colors.muted());
    graphics.setTextAlign(TextAlignment.CENTER);
    graphics.setTextBaseline(VPos.CENTER);
    var ticks = bend.ticks();
    double zero = SIDE + plot / 2;
    graphics.fillText("0", zero, height / 2);
    double right = zero;
    for (var tick : ticks) {
      double x = SIDE + tick.share() * plot;
      if (x - right > LABEL) {
        graphics.fillText(text(tick.change()), x, height / 2);
        right = x;
      }
    }
    double left = zero;
    for (var tick : ticks.reversed()) {
      double x = SIDE + tick.share() * plot;
      if (left - x > LABEL) {
        graphics.fillText(text(tick.change()), x, height / 2);
        left = x;
      }
    }
  }

  private static String text(double change) {
    return (change < 0 ? "−" : "+") + Math.round(100 * Math.abs(change)) + '%';
  }

  /// The colour of a verdict.
  static Color color(Finding.Verdict verdict, Palette colors) {
    return switch (verdict) {
      case BETTER -> colors.running();
      case WORSE -> colors.danger();
      case DIFFERS -> colors.text();
      case NONE, UNKNOWN -> colors.faint();
    };
  }
}
