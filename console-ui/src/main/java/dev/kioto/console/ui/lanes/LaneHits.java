package dev.kioto.console.ui.lanes;

import dev.kioto.console.ui.chart.TimeAxis;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds what of a picture is at a place of its drawing.
public final class LaneHits {
  private static final double SLACK_PIXELS = 2;

  private LaneHits() {}

  /// What is at a place; null for nothing.
  ///
  /// @param axis on the clock of the picture
  /// @param ongoing the poll that goes on on a strip; null for none
  public static @Nullable LaneHit at(LanePicture shown, TimeAxis axis,
      Function<LanePicture.Strip, LanesViewModel.@Nullable Ongoing> ongoing, double x, double y, LaneLayout layout) {
    int strip = layout.stripAt(y);
    if (!layout.isPlot(x) || strip < 0 || strip >= shown.strips().size()) {
      return null;
    }
    double plotX = x - LaneLayout.GUTTER;
    long low = axis.instant(plotX - SLACK_PIXELS, layout.plot()) - shown.from();
    long high = axis.instant(plotX + SLACK_PIXELS, layout.plot()) - shown.from();
    var of = shown.strips().get(strip);
    var now = ongoing.apply(of);
    if (now != null && now.start() - shown.from() <= high && high <= now.start() - shown.from() + now.length()) {
      return now.at(strip);
    }
    int best = -1;
    long[] polls = of.polls();
    for (int i = 0; i < polls.length; i += LanePicture.POLL) {
      boolean touches = polls[i] <= high && polls[i] + polls[i + 1] >= low;
      if (touches && (best < 0 || polls[i + 5] > polls[best + 5])) {
        best = i;
      }
    }
    return best >= 0 ? poll(shown, of, strip, best) : park(shown, of, strip, low, high);
  }

  private static LaneHit poll(LanePicture shown, LanePicture.Strip of, int strip, int at) {
    long[] polls = of.polls();
    return new LaneHit(strip, of.title(), shown.from() + polls[at], polls[at + 1], polls[at + 2], polls[at + 3],
        shown.task(polls[at + 4]), polls[at + 5], polls[at + 6], false, wokenBy(shown, strip, polls[at]));
  }

  private static @Nullable LaneHit park(LanePicture shown, LanePicture.Strip of, int strip, long low, long high) {
    long[] parks = of.parks();
    for (int i = 0; i < parks.length; i += 2) {
      if (parks[i] <= high && parks[i] + parks[i + 1] >= low) {
        return new LaneHit(strip, of.title(), shown.from() + parks[i], parks[i + 1], 0, 0, null, 0, 0, false, "");
      }
    }
    return null;
  }

  private static String wokenBy(LanePicture shown, int strip, long start) {
    long[] wakes = shown.wakes();
    for (int i = 0; i < wakes.length; i += 6) {
      if (wakes[i + 4] == strip && wakes[i + 5] == start) {
        var by = shown.task(wakes[i + 2]);
        return by == null ? "no task: a timer, a socket, another thread" : LanePicture.name(by);
      }
    }
    return "";
  }
}
