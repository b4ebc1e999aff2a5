package dev.kioto.console.ui.lanes;

import dev.kioto.console.ui.chart.AxisTicks;
import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.chart.TimeAxis;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.theme.Palette;
import dev.kioto.console.ui.theme.Theme;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// The lanes on a canvas. UI thread only.
final class LanesCanvas extends Drawing {
  /*
   * Plan. A frame draws, for each strip, its frame, how many wait, parks, polls and marks, and then the arrows over all of them. The server has
   * put together what lies within a pixel, so a frame has a few rectangles for each pixel of width, whatever happened. A span of many polls
   * is as high as the share of its pixel that was polled. A poll that is wide enough says whose it is.
   */
  private static final double THINNEST = 1;
  private static final double NAMED = 74; // pixels from which on a poll says whose it is
  private static final double LETTER = 6.2;
  private static final double CROWDED = 20; // pixels that a mark has at least, not to be a stroke
  private static final Font SMALL = Font.font("Monospaced", 10);
  private static final Font WORDS = Font.font("System", 12);
  private static final Font BOLD = Font.font("System", FontWeight.BOLD, 13);
  private static final int WAKE = 6;

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
    var frame = new Frame(graphics, layout, colors, model.axis().get(), model.picture().get());
    axis(frame, height);
    for (int i = 0; i < frame.picture.strips().size(); i++) {
      strip(frame, i);
    }
    arrows(frame);
    var instant = model.instant().get();
    if (instant != null) {
      double at = frame.axis.at(Instants.nanos(instant), frame.layout.plot());
      frame.fill(colors.caution(), at, at + 1, LaneLayout.AXIS - 6, height);
    }
  }

  /// What one drawing is made with.
  private record Frame(GraphicsContext graphics, LaneLayout layout, Palette colors, TimeAxis axis,
      LanePicture picture) {
    double at(long sinceFrom) {
      return axis.at(picture.from() + sinceFrom, layout.plot());
    }

    void fill(Color color, double from, double to, double y, double height) {
      double left = Math.max(0, from);
      double right = Math.min(layout.plot(), to);
      if (right >= left && from <= layout.plot() && to >= 0) {
        graphics.setFill(color);
        graphics.fillRect(LaneLayout.GUTTER + left, y, Math.max(THINNEST, right - left), height);
      }
    }
  }

  private static void axis(Frame frame, double height) {
    var graphics = frame.graphics;
    graphics.setFont(SMALL);
    graphics.setTextBaseline(VPos.CENTER);
    graphics.setTextAlign(TextAlignment.LEFT);
    for (var tick : AxisTicks.of(frame.axis, frame.layout.plot())) {
      double x = LaneLayout.GUTTER + Math.rint(frame.axis.at(tick.instant(), frame.layout.plot()));
      graphics.setFill(frame.colors.border());
      graphics.fillRect(x, LaneLayout.AXIS - 6, 1, height);
      if (x + tick.label().length() * LETTER < frame.layout.width()) {
        graphics.setFill(frame.colors.muted());
        graphics.fillText(tick.label(), x + 4, LaneLayout.AXIS / 2 - 1);
      }
    }
  }

  private void strip(Frame frame, int place) {
    var strip = frame.picture.strips().get(place);
    double polls = LaneLayout.polls(place);
    var ongoing = model.ongoing(strip);
    name(frame, strip, place, ongoing);
    frame.graphics.setFill(frame.colors.dark() ? frame.colors.well() : frame.colors.panel());
    frame.graphics.fillRect(LaneLayout.GUTTER, polls, frame.layout.plot(), LaneLayout.POLLS + LaneLayout.PARKS);
    waiting(frame, strip, place);
    for (int i = 0; i < strip.parks().length; i += 2) {
      frame.fill(frame.colors.border(), frame.at(strip.parks()[i]), frame.at(strip.parks()[i] + strip.parks()[i + 1]),
          polls + LaneLayout.POLLS, LaneLayout.PARKS);
    }
    for (int i = 0; i < strip.polls().length; i += LanePicture.POLL) {
      poll(frame, strip.polls(), i, polls);
    }
    if (ongoing != null) {
      double from = frame.axis.at(ongoing.start(), frame.layout.plot());
      double to = Math.min(frame.layout.plot(), frame.axis.at(ongoing.start() + ongoing.length(), frame.layout.plot()));
      var color = color(frame, ongoing.length(), ongoing.task().id(), ongoing.task().name());
      frame.fill(color, from, to, polls, LaneLayout.POLLS);
      words(frame, LanePicture.name(ongoing.task()) + " – one poll, " + Durations.text(ongoing.length())
          + " and counting", from, to, polls);
    }
    marks(frame, strip, polls);
  }

  private static void name(Frame frame, LanePicture.Strip strip, int place, LanesViewModel.@Nullable Ongoing ongoing) {
    var graphics = frame.graphics;
    graphics.setTextAlign(TextAlignment.LEFT);
    graphics.setTextBaseline(VPos.CENTER);
    graphics.setFont(strip.worker() == null ? WORDS : BOLD);
    graphics.setFill(strip.worker() == null ? frame.colors.muted() : frame.colors.text());
    double middle = LaneLayout.polls(place) + LaneLayout.POLLS / 2;
    graphics.fillText(cut(strip.title(), 16), 14, middle - 8);
    long start = frame.axis.from() - frame.picture.from();
    double busy = strip.busy(start, start + frame.axis.length());
    if (ongoing != null) { // the strip has the polls that are over
      long overlap = Math.min(frame.axis.to(), ongoing.start() + ongoing.length())
          - Math.max(frame.axis.from(), ongoing.start());
      busy = Math.min(1, busy + (double) Math.max(0, overlap) / frame.axis.length());
    }
    graphics.setFont(WORDS);
    graphics.setFill(frame.colors.muted());
    graphics.fillText("busy " + Counts.share(Math.round(busy * 10_000), 10_000), 14, middle + 9);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  private static void waiting(Frame frame, LanePicture.Strip strip, int place) {
    double[] waiting = strip.waiting();
    if (waiting.length == 0) {
      return;
    }
    double most = 0;
    for (double depth : waiting) {
      most = Math.max(most, depth);
    }
    double floor = LaneLayout.polls(place) - 2;
    double part = (double) frame.picture.length() / waiting.length;
    var color = frame.colors.scheduled().deriveColor(0, 1, 1, 0.55);
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] > 0) {
        double tall = Math.max(1, waiting[i] / Math.max(1, most) * (LaneLayout.WAITING - 3));
        frame.fill(color, frame.at((long) (i * part)), frame.at((long) ((i + 1) * part)), floor - tall, tall);
      }
    }
    if (most >= 1) {
      frame.graphics.setFont(SMALL);
      frame.graphics.setTextAlign(TextAlignment.RIGHT);
      frame.graphics.setFill(frame.colors.faint());
      frame.graphics.fillText("≤ " + Counts.compact(Math.ceil(most)) + " wait", LaneLayout.GUTTER - 6, floor - 5);
    }
  }

  private void poll(Frame frame, long[] polls, int at, double top) {
    double from = frame.at(polls[at]);
    double to = frame.at(polls[at] + polls[at + 1]);
    if (to < 0 || from > frame.layout.plot()) {
      return;
    }
    var task = frame.picture.task(polls[at + 4]);
    var color = color(frame, polls[at + 5], task == null ? "" : task.id(), task == null ? "" : task.name());
    double share = polls[at + 2] == 1 ? 1 : Math.min(1, (double) polls[at + 3] / Math.max(1, polls[at + 1]));
    double tall = Math.max(3, share * LaneLayout.POLLS);
    // A hair between two polls, where there is room for it.
    double gap = to - from > 4 ? 1 : 0;
    frame.fill(color, from, to - gap, top + LaneLayout.POLLS - tall, tall);
    if (to - from >= NAMED && task != null && polls[at + 2] == 1) {
      words(frame, LanePicture.name(task) + "  " + Durations.text(polls[at + 3]), from, to, top);
    }
  }

  private static void words(Frame frame, String text, double from, double to, double top) {
    double left = Math.max(0, from) + 6;
    int fit = (int) ((Math.min(frame.layout.plot(), to) - left - 4) / LETTER);
    if (fit < 6) {
      return;
    }
    frame.graphics.setFont(SMALL);
    frame.graphics.setTextAlign(TextAlignment.LEFT);
    frame.graphics.setTextBaseline(VPos.CENTER);
    frame.graphics.setFill(frame.colors.page());
    frame.graphics.fillText(cut(text, fit), LaneLayout.GUTTER + left, top + LaneLayout.POLLS / 2);
  }

  private Color color(Frame frame, long nanos, String taskId, String taskName) {
    return switch (model.tones().get()) {
      case DURATION -> duration(frame.colors, LaneTones.step(nanos));
      case TASK -> {
        int hash = (taskName.isEmpty() ? taskId : taskName).hashCode() * 0x9E3779B9;
        yield Color.hsb((hash >>> 8) % 360, 0.55, frame.colors.dark() ? 0.88 : 0.62);
      }
    };
  }

  static Color duration(Palette colors, int step) {
    return switch (step) {
      case 0 -> colors.running().deriveColor(0, 1, colors.dark() ? 0.72 : 1.25, 1);
      case 1 -> colors.running();
      case 2 -> colors.scheduled();
      case 3 -> colors.caution();
      default -> colors.danger();
    };
  }

  private static void marks(Frame frame, LanePicture.Strip strip, double top) {
    strip.marks().forEach((kind, numbers) -> {
      boolean dense = seen(frame, numbers) > frame.layout.plot() / CROWDED;
      for (int i = 0; i < numbers.length; i += 4) {
        double x = frame.at(numbers[i]);
        switch (kind) {
          case "steal" -> mark(frame, x, top, frame.colors.accent(), dense);
          case "overflow" -> mark(frame, x, top, frame.colors.caution(), dense);
          case "handoff", "pinned" -> mark(frame, x, top, frame.colors.danger(), dense);
          case "driver_turn" -> {
            if (!dense) {
              frame.fill(frame.colors.muted(), x, x + 2, top + LaneLayout.POLLS, LaneLayout.PARKS);
            }
          }
          default -> {
            // of a newer server
          }
        }
      }
    });
  }

  private static long seen(Frame frame, long[] marks) {
    long seen = 0;
    for (int i = 0; i < marks.length; i += 4) {
      double x = frame.at(marks[i]);
      seen += x >= 0 && x <= frame.layout.plot() ? 1 : 0;
    }
    return seen;
  }

  // A triangle above the polls; where many are close, a stroke.
  private static void mark(Frame frame, double x, double top, Color color, boolean dense) {
    if (dense) {
      frame.fill(color, x, x + 1, top - 5, 4);
    } else if (x >= 0 && x <= frame.layout.plot()) {
      double middle = LaneLayout.GUTTER + x;
      double y = top - 1;
      frame.graphics.setFill(color);
      frame.graphics.fillPolygon(new double[] {middle - 4, middle + 4, middle}, new double[] {y - 6, y - 6, y}, 3);
    }
  }

  // Only what can be told apart: an arrow of a few pixels is a smear.
  private static void arrows(Frame frame) {
    long[] wakes = frame.picture.wakes();
    var color = frame.colors.accent().deriveColor(0, 1, 1, 0.7);
    frame.graphics.setStroke(color);
    frame.graphics.setLineWidth(1);
    for (int i = 0; i + WAKE <= wakes.length; i += WAKE) {
      if (wakes[i + 1] < 0 || wakes[i + 4] < 0) {
        continue;
      }
      double from = frame.at(wakes[i]);
      double to = frame.at(wakes[i + 5]);
      boolean seen = to >= 0 && from <= frame.layout.plot();
      boolean wide = to - from >= 12 || (wakes[i + 1] != wakes[i + 4] && to - from >= 3);
      if (seen && wide && from >= 0 && to <= frame.layout.plot()) {
        arrow(frame, from, middle(wakes[i + 1]), to, middle(wakes[i + 4]), color);
      }
    }
  }

  private static double middle(long strip) {
    return LaneLayout.polls((int) strip) + LaneLayout.POLLS / 2;
  }

  private static void arrow(Frame frame, double fromX, double fromY, double toX, double toY, Color color) {
    var graphics = frame.graphics;
    double left = LaneLayout.GUTTER + fromX;
    double right = LaneLayout.GUTTER + toX;
    double bend = fromY == toY ? -LaneLayout.POLLS : 0;
    graphics.beginPath();
    graphics.moveTo(left, fromY);
    graphics.bezierCurveTo((left + right) / 2, fromY + bend, (left + right) / 2, toY + bend, right - 4, toY);
    graphics.stroke();
    graphics.setFill(color);
    graphics.fillPolygon(new double[] {right - 5, right - 5, right}, new double[] {toY - 3, toY + 3, toY}, 3);
  }
}
