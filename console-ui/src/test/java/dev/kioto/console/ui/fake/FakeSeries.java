package dev.kioto.console.ui.fake;

import dev.kioto.console.api.Series;
import dev.kioto.console.api.SeriesPoint;
import java.time.Instant;
import java.util.ArrayList;

/// Invented figures of the last twenty minutes, half a minute of which is missing.
final class FakeSeries {
  private static final long KEPT_SECONDS = 1_200;
  private static final long GAP_FROM = 170; // seconds before now
  private static final long GAP_TO = 140;

  private FakeSeries() {}

  static Series of(String name, Instant from, Instant to, int step) {
    long now = Instant.now().getEpochSecond();
    var points = new ArrayList<SeriesPoint>();
    long first = Math.max(from.getEpochSecond(), now - KEPT_SECONDS);
    for (long at = Math.ceilDiv(first, step) * step; at < Math.min(to.getEpochSecond(), now); at += step) {
      if (now - at > GAP_FROM || now - at < GAP_TO) {
        double value = value(name, at);
        points.add(new SeriesPoint(Instant.ofEpochSecond(at), value, value, value, step));
      }
    }
    return new Series(name, "", from, to, step, points);
  }

  private static double value(String name, long at) {
    double slow = Math.sin(at / 41.0);
    double fast = Math.sin(at / 3.7) * Math.sin(at / 11.0);
    return switch (name) {
      case "tasks.running" -> 18 + 6 * slow + 3 * fast;
      case "tasks.scheduled" -> 11 + 5 * fast;
      case "tasks.idle" -> 258 - 8 * slow;
      case "polls" -> 20_400 + 3_000 * slow + 1_500 * fast;
      case "wakes" -> 15_100 + 2_500 * slow - 900 * fast;
      case "tasks.delay.p50" -> 24_000 + 9_000 * slow + 4_000 * fast;
      case "tasks.delay.p99" -> 410_000 * Math.exp(1.6 * slow + 0.9 * fast);
      case "tasks.delay.max" -> 3_900_000 * Math.exp(2.6 * slow + 2.2 * Math.abs(fast));
      case "workers.busy" -> 0.61 + 0.2 * slow + 0.06 * fast;
      case "queue.local" -> Math.max(0, 7 + 6 * slow + 2 * fast);
      case "queue.global" -> Math.max(0, 14 * slow * slow * slow);
      case "blocking.threads" -> 12 + Math.rint(5 * slow);
      default -> Math.max(0, Math.rint(4 * fast));
    };
  }
}
