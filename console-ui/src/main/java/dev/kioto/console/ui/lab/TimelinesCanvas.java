package dev.kioto.console.ui.lab;

import dev.kioto.console.ui.chart.AxisTicks;
import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.lanes.LaneLayout;
import dev.kioto.console.ui.lanes.LaneStrips;
import dev.kioto.console.ui.theme.Palette;
import dev.kioto.console.ui.theme.SeriesColors;
import dev.kioto.console.ui.theme.Theme;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;

/// Two runs under each other. UI thread only.
final class TimelinesCanvas extends Drawing {
  /*
   * Plan. The marks of time are drawn behind both runs, so that what was at one time is under each other; then each run by what draws the lanes of a program,
   * moved down to its place, on its own clock. Answers are by the pixel, so a frame is of the size of the screen.
   */
  private static final double LETTER = 6.2;
  private static final Font SMALL = Font.font("Monospaced", 10);
  private static final Font WORDS = Font.font("System", 12);
  private static final Font BOLD = Font.font("System", FontWeight.BOLD, 13);

  private final ExperimentViewModel experiment;
  private final TimelinesViewModel model;

  TimelinesCanvas(ExperimentViewModel experiment, TimelinesViewModel model, Theme theme) {
    super(theme);
    this.experiment = experiment;
    this.model = model;
    setId("timelines");
    setMinHeight(USE_PREF_SIZE);
    setMaxHeight(USE_PREF_SIZE);
    setFocusTraversable(true);
    model.axis().subscribe(this::requestLayout);
    model.tones().subscribe(this::requestLayout);
    model.changes().subscribe(_ -> {
      setPrefHeight(TimelinesLayout.height(model.upper(), model.lower()));
      setAccessibleText("What each worker did in two runs: above " + title(model.upper()) + ", below "
          + title(model.lower()));
      requestLayout();
    });
    widthProperty().subscribe(width -> model.width(new LaneLayout(width.doubleValue()).plot()));
  }

  @Override
  public String pictureName() {
    return "timelines";
  }

  @Override
  protected void draw(GraphicsContext graphics, double width, double height, Palette colors) {
    var layout = new LaneLayout(width);
    axis(graphics, layout, colors);
    side(graphics, layout, model.upper(), colors);
    side(graphics, layout, model.lower(), colors);
  }

  private void axis(GraphicsContext graphics, LaneLayout layout, Palette colors) {
    graphics.setFont(SMALL);
    graphics.setTextBaseline(VPos.CENTER);
    graphics.setTextAlign(TextAlignment.LEFT);
    var axis = model.axis().get();
    for (var tick : AxisTicks.since(axis, layout.plot())) {
      double x = LaneLayout.GUTTER + Math.rint(axis.at(tick.instant(), layout.plot()));
      graphics.setFill(colors.border());
      graphics.fillRect(x, 3, 1, LaneLayout.AXIS - 5);
      if (x + tick.label().length() * LETTER < layout.width()) {
        graphics.setFill(colors.muted());
        graphics.fillText(tick.label(), x + 4, LaneLayout.AXIS / 2 - 1);
      }
    }
  }

  // Behind the strips of a side.
  private void grid(GraphicsContext graphics, LaneLayout layout, double top, double height, Palette colors) {
    var axis = model.axis().get();
    double zero = Math.min(layout.plot(), axis.at(0, layout.plot()));
    if (zero > 0) { // the warm-up: nothing of it was measured
      graphics.setFill(colors.faint().deriveColor(0, 1, 1, 0.13));
      graphics.fillRect(LaneLayout.GUTTER, top, zero, height);
    }
    for (var tick : AxisTicks.since(axis, layout.plot())) {
      graphics.setFill(tick.instant() == 0 ? colors.faint() : colors.border());
      graphics.fillRect(LaneLayout.GUTTER + Math.rint(axis.at(tick.instant(), layout.plot())), top, 1, height);
    }
  }

  private void side(GraphicsContext graphics, LaneLayout layout, TimelineSide side, Palette colors) {
    double offset = TimelinesLayout.offset(model.upper(), model.lower(), side);
    double top = TimelinesLayout.AXIS + offset;
    var color = SeriesColors.of(colors, experiment.place(side.letter()));
    graphics.setFill(color);
    graphics.fillRect(0, top - TimelinesLayout.HEAD + 5, 3, TimelinesLayout.strips(side) + TimelinesLayout.HEAD - 9);
    graphics.setFont(BOLD);
    graphics.setTextAlign(TextAlignment.LEFT);
    graphics.setTextBaseline(VPos.CENTER);
    graphics.fillText(title(side), 14, top - TimelinesLayout.HEAD / 2 + 2);
    graphics.setFont(WORDS);
    graphics.setFill(colors.muted());
    if (side.picture().strips().isEmpty()) {
      graphics.fillText(side.words(), 14, top + TimelinesLayout.HEAD / 2);
      return;
    }
    graphics.fillText(side.words(), LaneLayout.GUTTER + 330, top - TimelinesLayout.HEAD / 2 + 2);
    grid(graphics, layout, top, TimelinesLayout.strips(side), colors);
    graphics.save();
    graphics.translate(0, offset);
    new LaneStrips(graphics, layout, colors, side.onItsClock(model.axis().get()), side.picture(), model.tones().get(),
        _ -> null).draw();
    graphics.restore();
  }

  private String title(TimelineSide side) {
    var label = experiment.arms().stream().filter(arm -> arm.letter().equals(side.letter())).findFirst()
        .map(arm -> "  " + arm.label()).orElse("");
    return side.letter() + label;
  }
}
