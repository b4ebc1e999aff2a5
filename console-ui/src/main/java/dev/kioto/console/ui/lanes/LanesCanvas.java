package dev.kioto.console.ui.lanes;

import dev.kioto.console.ui.chart.AxisTicks;
import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.chart.TimeAxis;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.theme.Palette;
import dev.kioto.console.ui.theme.Theme;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/// The lanes on a canvas. UI thread only.
final class LanesCanvas extends Drawing {
  private static final double LETTER = 6.2;
  private static final Font SMALL = Font.font("Monospaced", 10);

  private final LanesViewModel model;

  LanesCanvas(LanesViewModel model, Theme theme) {
    super(theme);
    this.model = model;
    setId("lanes");
    setMinHeight(USE_PREF_SIZE);
    setMaxHeight(USE_PREF_SIZE);
    setFocusTraversable(true);
    model.axis().subscribe(this::requestLayout);
    model.tones().subscribe(this::requestLayout);
    model.instant().subscribe(this::requestLayout);
    model.picture().subscribe(picture -> {
      setPrefHeight(LaneLayout.height(picture.strips().size()));
      setAccessibleText("Lanes of " + String.join(", ", model.titles()));
      requestLayout();
    });
  }

  @Override
  public String pictureName() {
    return "lanes";
  }

  @Override
  protected void draw(GraphicsContext graphics, double width, double height, Palette colors) {
    var layout = new LaneLayout(width);
    var axis = model.axis().get();
    axis(graphics, layout, AxisTicks.of(axis, layout.plot()), axis, height, colors);
    new LaneStrips(graphics, layout, colors, axis, model.picture().get(), model.tones().get(), model::ongoing).draw();
    var instant = model.instant().get();
    double at = instant == null ? -1 : axis.at(Instants.nanos(instant), layout.plot());
    if (at >= 0 && at <= layout.plot()) {
      graphics.setFill(colors.caution());
      graphics.fillRect(LaneLayout.GUTTER + at, LaneLayout.AXIS - 6, 1, height);
    }
  }

  private static void axis(GraphicsContext graphics, LaneLayout layout, List<AxisTicks.Tick> ticks, TimeAxis axis,
      double height, Palette colors) {
    graphics.setFont(SMALL);
    graphics.setTextBaseline(VPos.CENTER);
    graphics.setTextAlign(TextAlignment.LEFT);
    for (var tick : ticks) {
      double x = LaneLayout.GUTTER + Math.rint(axis.at(tick.instant(), layout.plot()));
      graphics.setFill(colors.border());
      graphics.fillRect(x, LaneLayout.AXIS - 6, 1, height);
      if (x + tick.label().length() * LETTER < layout.width()) {
        graphics.setFill(colors.muted());
        graphics.fillText(tick.label(), x + 4, LaneLayout.AXIS / 2 - 1);
      }
    }
  }
}
