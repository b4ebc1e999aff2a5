package dev.kioto.console.ui.chart;

import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.format.Instants;
import java.util.ArrayList;
import java.util.List;

/// The marks of a time axis, at round instants: the first is a time of day, the others say how much later they are.
public final class AxisTicks {
  private static final double LEAST_GAP = 92; // pixels between two labels
  private static final long[] STEPS = {1, 2, 5};
  private static final long SECOND = 1_000_000_000;

  private AxisTicks() {}

  /// A mark.
  public record Tick(long instant, String label) {}

  /// The marks of an axis that is drawn over so many pixels.
  public static List<Tick> of(TimeAxis axis, double width) {
    long step = step(axis.length() * LEAST_GAP / Math.max(width, LEAST_GAP));
    var ticks = new ArrayList<Tick>();
    long first = Math.ceilDiv(axis.from(), step) * step;
    for (long at = first; at < axis.to(); at += step) {
      ticks.add(new Tick(at, label(at, first, step)));
    }
    return ticks;
  }

  private static String label(long at, long first, long step) {
    var instant = Instants.ofNanos(at);
    if (step >= SECOND) {
      return Instants.seconds(instant);
    }
    if (at == first) {
      return Instants.millis(instant);
    }
    return '+' + Durations.text(at - first).replaceAll("\\.0+ ", " ");
  }

  private static long step(double least) {
    long power = 1;
    while (true) {
      for (long digit : STEPS) {
        if (digit * power >= least) {
          return wholeMinutes(digit * power);
        }
      }
      power *= 10;
    }
  }

  // Above 10 s clocks count in sixties.
  private static long wholeMinutes(long step) {
    long seconds = step / SECOND;
    return seconds < 20 ? step : seconds < 50 ? 30 * SECOND : Math.ceilDiv(seconds, 60) * 60 * SECOND;
  }
}
