package dev.kioto.console.ui.chart;

import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.format.Instants;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The marks of a time axis, at round instants: the first is a time of day, the others say how much later they are.
public final class AxisTicks {
  private static final double LEAST_GAP = 92; // pixels between two labels
  private static final long[] STEPS = {1, 2, 5};
  private static final long MILLI = 1_000_000;
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

  /// The marks of an axis that counts from some event, in nanoseconds; it may begin before.
  public static List<Tick> since(TimeAxis axis, double width) {
    long step = step(axis.length() * LEAST_GAP / Math.max(width, LEAST_GAP));
    var ticks = new ArrayList<Tick>();
    long first = Math.ceilDiv(axis.from(), step) * step;
    for (long at = first; at < axis.to(); at += step) {
      ticks.add(new Tick(at, step >= MILLI || at == first ? seconds(at, step) : later(at - first)));
    }
    return ticks;
  }

  // With as many digits as tell one mark from the next.
  private static String seconds(long at, long step) {
    int digits = 0;
    for (long unit = SECOND; unit > 1 && step % unit != 0; unit /= 10) {
      digits++;
    }
    return String.format(Locale.ROOT, "%." + digits + "f s", (double) at / SECOND);
  }

  private static String label(long at, long first, long step) {
    var instant = Instants.ofNanos(at);
    if (step >= SECOND) {
      return Instants.seconds(instant);
    }
    if (at == first) {
      return Instants.millis(instant);
    }
    return later(at - first);
  }

  private static String later(long nanos) {
    return '+' + Durations.text(nanos).replaceAll("\\.0+ ", " ");
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
