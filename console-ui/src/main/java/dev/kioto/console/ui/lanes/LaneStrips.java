package dev.kioto.console.ui.lanes;

import dev.kioto.console.ui.chart.TimeAxis;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.theme.Palette;
import java.util.function.Function;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// Draws strips of lanes, where [LaneLayout] has them. UI thread only.
///
/// @param axis on the clock of the picture
/// @param ongoing the poll that goes on on a strip; null for none
public record LaneStrips(GraphicsContext graphics, LaneLayout layout, Palette colors, TimeAxis axis,
    LanePicture picture, LaneTones tones,
    Function<LanePicture.Strip, LanesViewModel.@Nullable Ongoing> ongoing) {
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

  /// Draws all of them.
  public void draw() {
    for (int i = 0; i < picture.strips().size(); i++) {
      strip(i);
    }
    arrows();
  }

  private double at(long sinceFrom) {
    return axis.at(picture.from() + sinceFrom, layout.plot());
  }

  private void fill(Color color, double from, double to, double y, double height) {
    double left = Math.max(0, from);
    double right = Math.min(layout.plot(), to);
    if (right >= left && from <= layout.plot() && to >= 0) {
      graphics.setFill(color);
      graphics.fillRect(LaneLayout.GUTTER + left, y, Math.max(THINNEST, right - left), height);
    }
  }

  private void strip(int place) {
    var strip = picture.strips().get(place);
    double polls = LaneLayout.polls(place);
    var now = ongoing.apply(strip);
    name(strip, place, now);
    graphics.setFill(colors.dark() ? colors.well() : colors.panel());
    graphics.fillRect(LaneLayout.GUTTER, polls, layout.plot(), LaneLayout.POLLS + LaneLayout.PARKS);
    waiting(strip, place);
    for (int i = 0; i < strip.parks().length; i += 2) {
      fill(colors.border(), at(strip.parks()[i]), at(strip.parks()[i] + strip.parks()[i + 1]),
          polls + LaneLayout.POLLS, LaneLayout.PARKS);
    }
    for (int i = 0; i < strip.polls().length; i += LanePicture.POLL) {
      poll(strip.polls(), i, polls);
    }
    if (now != null) {
      double from = axis.at(now.start(), layout.plot());
      double to = Math.min(layout.plot(), axis.at(now.start() + now.length(), layout.plot()));
      var color = color(now.length(), now.task().id(), now.task().name());
      fill(color, from, to, polls, LaneLayout.POLLS);
      words(LanePicture.name(now.task()) + " – one poll, " + Durations.text(now.length())
          + " and counting", from, to, polls);
    }
    marks(strip, polls);
  }

  private void name(LanePicture.Strip strip, int place, LanesViewModel.@Nullable Ongoing now) {
    graphics.setTextAlign(TextAlignment.LEFT);
    graphics.setTextBaseline(VPos.CENTER);
    graphics.setFont(strip.worker() == null ? WORDS : BOLD);
    graphics.setFill(strip.worker() == null ? colors.muted() : colors.text());
    double middle = LaneLayout.polls(place) + LaneLayout.POLLS / 2;
    graphics.fillText(cut(strip.title(), 16), 14, middle - 8);
    long start = axis.from() - picture.from();
    double busy = strip.busy(start, start + axis.length());
    if (now != null) { // the strip has the polls that are over
      long overlap = Math.min(axis.to(), now.start() + now.length())
          - Math.max(axis.from(), now.start());
      busy = Math.min(1, busy + (double) Math.max(0, overlap) / axis.length());
    }
    graphics.setFont(WORDS);
    graphics.setFill(colors.muted());
    graphics.fillText("busy " + Counts.share(Math.round(busy * 10_000), 10_000), 14, middle + 9);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  private void waiting(LanePicture.Strip strip, int place) {
    double[] waiting = strip.waiting();
    if (waiting.length == 0) {
      return;
    }
    double most = 0;
    for (double depth : waiting) {
      most = Math.max(most, depth);
    }
    double floor = LaneLayout.polls(place) - 2;
    double part = (double) picture.length() / waiting.length;
    var color = colors.scheduled().deriveColor(0, 1, 1, 0.55);
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] > 0) {
        double tall = Math.max(1, waiting[i] / Math.max(1, most) * (LaneLayout.WAITING - 3));
        fill(color, at((long) (i * part)), at((long) ((i + 1) * part)), floor - tall, tall);
      }
    }
    if (most >= 1) {
      graphics.setFont(SMALL);
      graphics.setTextAlign(TextAlignment.RIGHT);
      graphics.setFill(colors.faint());
      graphics.fillText("≤ " + Counts.compact(Math.ceil(most)) + " wait", LaneLayout.GUTTER - 6, floor - 5);
    }
  }

  private void poll(long[] polls, int at, double top) {
    double from = at(polls[at]);
    double to = at(polls[at] + polls[at + 1]);
    if (to < 0 || from > layout.plot()) {
      return;
    }
    var task = picture.task(polls[at + 4]);
    var color = color(polls[at + 5], task == null ? "" : task.id(), task == null ? "" : task.name());
    double share = polls[at + 2] == 1 ? 1 : Math.min(1, (double) polls[at + 3] / Math.max(1, polls[at + 1]));
    double tall = Math.max(3, share * LaneLayout.POLLS);
    // A hair between two polls, where there is room for it.
    double gap = to - from > 4 ? 1 : 0;
    fill(color, from, to - gap, top + LaneLayout.POLLS - tall, tall);
    if (to - from >= NAMED && task != null && polls[at + 2] == 1) {
      words(LanePicture.name(task) + "  " + Durations.text(polls[at + 3]), from, to, top);
    }
  }

  private void words(String text, double from, double to, double top) {
    double left = Math.max(0, from) + 6;
    int fit = (int) ((Math.min(layout.plot(), to) - left - 4) / LETTER);
    if (fit < 6) {
      return;
    }
    graphics.setFont(SMALL);
    graphics.setTextAlign(TextAlignment.LEFT);
    graphics.setTextBaseline(VPos.CENTER);
    graphics.setFill(colors.page());
    graphics.fillText(cut(text, fit), LaneLayout.GUTTER + left, top + LaneLayout.POLLS / 2);
  }

  private Color color(long nanos, String taskId, String taskName) {
    return switch (tones) {
      case DURATION -> duration(colors, LaneTones.step(nanos));
      case TASK -> {
        int hash = (taskName.isEmpty() ? taskId : taskName).hashCode() * 0x9E3779B9;
        yield Color.hsb((hash >>> 8) % 360, 0.55, colors.dark() ? 0.88 : 0.62);
      }
    };
  }

  private static Color duration(Palette colors, int step) {
    return switch (step) {
      case 0 -> colors.running().deriveColor(0, 1, colors.dark() ? 0.72 : 1.25, 1);
      case 1 -> colors.running();
      case 2 -> colors.scheduled();
      case 3 -> colors.caution();
      default -> colors.danger();
    };
  }

  private void marks(LanePicture.Strip strip, double top) {
    strip.marks().forEach((kind, numbers) -> {
      boolean dense = seen(numbers) > layout.plot() / CROWDED;
      for (int i = 0; i < numbers.length; i += 4) {
        double x = at(numbers[i]);
        switch (kind) {
          case "steal" -> mark(x, top, colors.accent(), dense);
          case "overflow" -> mark(x, top, colors.caution(), dense);
          case "handoff", "pinned" -> mark(x, top, colors.danger(), dense);
          case "driver_turn" -> {
            if (!dense) {
              fill(colors.muted(), x, x + 2, top + LaneLayout.POLLS, LaneLayout.PARKS);
            }
          }
          default -> {
            // of a newer server
          }
        }
      }
    });
  }

  private long seen(long[] marks) {
    long seen = 0;
    for (int i = 0; i < marks.length; i += 4) {
      double x = at(marks[i]);
      seen += x >= 0 && x <= layout.plot() ? 1 : 0;
    }
    return seen;
  }

  // A triangle above the polls; where many are close, a stroke.
  private void mark(double x, double top, Color color, boolean dense) {
    if (dense) {
      fill(color, x, x + 1, top - 5, 4);
    } else if (x >= 0 && x <= layout.plot()) {
      double middle = LaneLayout.GUTTER + x;
      double y = top - 1;
      graphics.setFill(color);
      graphics.fillPolygon(new double[] {middle - 4, middle + 4, middle}, new double[] {y - 6, y - 6, y}, 3);
    }
  }

  // Only what can be told apart: an arrow of a few pixels is a smear.
  private void arrows() {
    long[] wakes = picture.wakes();
    var color = colors.accent().deriveColor(0, 1, 1, 0.7);
    graphics.setStroke(color);
    graphics.setLineWidth(1);
    for (int i = 0; i + WAKE <= wakes.length; i += WAKE) {
      if (wakes[i + 1] < 0 || wakes[i + 4] < 0) {
        continue;
      }
      double from = at(wakes[i]);
      double to = at(wakes[i + 5]);
      boolean seen = to >= 0 && from <= layout.plot();
      boolean wide = to - from >= 12 || (wakes[i + 1] != wakes[i + 4] && to - from >= 3);
      if (seen && wide && from >= 0 && to <= layout.plot()) {
        arrow(from, middle(wakes[i + 1]), to, middle(wakes[i + 4]), color);
      }
    }
  }

  private static double middle(long strip) {
    return LaneLayout.polls((int) strip) + LaneLayout.POLLS / 2;
  }

  private void arrow(double fromX, double fromY, double toX, double toY, Color color) {
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
