package dev.kioto.console.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.api.Series;
import dev.kioto.console.api.SeriesPoint;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.store.RecentSeries;
import dev.kioto.console.store.SeriesName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The last minutes of a figure of a target, pushed when it has grown by a second.
final class SeriesFeed implements Feed {

  private static final int STANDARD_SECONDS = 300;
  private static final int STANDARD_INTERVAL = 1000; // there is no more news

  private final WatchedTarget target;
  private final RecentSeries recent;
  private final SeriesName name;
  private final int seconds;
  private final int step;
  private final int intervalMillis;
  private final RecentSeries.Registration registration;
  private final WatchedTarget.Registration ofTarget; // says when it is taken off

  /// @throws Refusal if the request cannot be followed
  SeriesFeed(WatchedTarget target, RecentSeries recent, JsonNode request, Runnable changed) {
    this.target = target;
    this.recent = recent;
    this.name = HistoryResource.name(Requests.text(request, "name", ""));
    this.seconds = Requests.integer(request, "seconds", STANDARD_SECONDS, 1, RecentSeries.SECONDS);
    this.step = Requests.integer(request, "step", 1, 1, RecentSeries.SECONDS);
    this.intervalMillis = Requests.intervalMillis(request, STANDARD_INTERVAL);
    this.registration = recent.onChange(target.address(), changed);
    this.ofTarget = target.onChange(() -> {
      if (target.isDetached()) changed.run();
    });
  }

  @Override
  public Object message() {
    long to = Instant.now().getEpochSecond() + 1;
    long from = to - seconds;
    var points = recent.read(target.address(), name, from, to, step).stream().map(point -> new SeriesPoint(
        Instant.ofEpochSecond(point.atSeconds()), point.mean(), point.min(), point.max(), point.count())).toList();
    return new Series(name.text(), name.unit(), Instant.ofEpochSecond(from), Instant.ofEpochSecond(to), step, points);
  }

  @Override
  public int intervalMillis() {
    return intervalMillis;
  }

  @Override
  public @Nullable Refusal over() {
    return target.isDetached() ? Refusal.unknownTarget(target.id()) : null;
  }

  @Override
  public void close() {
    registration.close();
    ofTarget.close();
  }
}
