package dev.kioto.console.web;

import dev.kioto.console.api.EndedTask;
import dev.kioto.console.api.EndedTaskPage;
import dev.kioto.console.api.HistoryStatus;
import dev.kioto.console.api.Series;
import dev.kioto.console.api.SeriesInfo;
import dev.kioto.console.api.SeriesList;
import dev.kioto.console.api.SeriesPoint;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.store.HistoryReader.Place;
import dev.kioto.console.store.HistoryReader.TaskQuery;
import dev.kioto.console.store.HistoryStore;
import dev.kioto.console.store.Point;
import dev.kioto.console.store.RecentSeries;
import dev.kioto.console.store.SeriesName;
import dev.kioto.console.store.StoreException;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is kept of targets over time. Handlers run on virtual threads and wait for the disk.
final class HistoryResource {

  private static final long MINUTE = 60;
  private static final long HOUR = 3600;
  private static final long LONGEST_STEP = 366 * 24 * HOUR;
  private static final int MOST_POINTS = 10_000;
  private static final Parameter FROM = Parameter.query("from", "string",
      "From this instant on; the last five minutes of a figure unless told", "");
  private static final Parameter TO = Parameter.query("to", "string", "Before this instant; without an end unless told",
      "");
  private static final Parameter AS_OF = Parameter.query("asOf", "string", "At this instant", "");

  private final TargetResource targets;
  private final Listings listings;
  private final RecentSeries recent;
  private final @Nullable HistoryStore store; // null without a data folder

  HistoryResource(TargetResource targets, Listings listings, RecentSeries recent, @Nullable HistoryStore store) {
    this.targets = targets;
    this.listings = listings;
    this.recent = recent;
    this.store = store;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/history", "Shows how the history on disk is.")
            .answering(200, "How it is", HistoryStatus.class)
            .handledBy(this::status),
        Route.get("/api/v1/series", "Lists the figures that are kept of targets over time.")
            .answering(200, "Their names", SeriesList.class)
            .handledBy(this::names),
        Route.get("/api/v1/targets/{id}/series", "Shows a figure of a target over time.")
            .with(TargetResource.TARGET, Parameter.query("name", "string", "The figure's name", ""), FROM, TO, AS_OF,
                Parameter.query("step", "integer", "The length of a point in seconds; 0 for such that there are at "
                    + "most 1000", "0"),
                Tables.FORMAT)
            .answering(200, "The figure", Series.class)
            .refusing(400, 404, 503)
            .handledBy(this::series),
        Route.get("/api/v1/targets/{id}/history/tasks", "Lists tasks that have ended, the last to end first.")
            .with(TargetResource.TARGET, FROM, TO, AS_OF, Parameter.query("name", "string", "Part of the name", ""),
                Parameter.query("limit", "integer", "How many at most, 1 to 1000", "100"),
                Parameter.query("cursor", "string", "The nextCursor of the part before", ""))
            .answering(200, "A part of the list", EndedTaskPage.class)
            .refusing(400, 404, 501, 503)
            .handledBy(this::tasks));
  }

  private void status(Context request) {
    if (store == null) {
      Replies.json(request, new HistoryStatus(false, null, 0, 0, 0, 0, 0));
      return;
    }
    var now = store.status();
    Replies.json(request, new HistoryStatus(true, now.problem(), now.committed(), now.dropped(), now.usedBytes(),
        store.settings().mostBytes(), now.longestCommit().toNanos()));
  }

  private void names(Context request) {
    Replies.json(request, new SeriesList(Arrays.stream(SeriesName.values())
        .map(name -> new SeriesInfo(name.text(), name.unit())).toList()));
  }

  private void series(Context request) throws IOException {
    var target = targets.find(request);
    var text = Parameters.text(request, "name", "");
    var name = name(text);
    long now = Instant.now().getEpochSecond();
    var asOf = Parameters.instant(request, "asOf");
    long to = asOf == null ? seconds(Parameters.instant(request, "to"), now + 1) : asOf.getEpochSecond() + 1;
    long from = asOf == null ? seconds(Parameters.instant(request, "from"), to - 300) : to - 1;
    if (to <= from) throw Refusal.parameter("'to' must be after 'from'");
    long standard = Math.max(1, (to - from + 999) / 1000);
    int given = Parameters.integer(request, "step", 0, 0, (int) LONGEST_STEP);
    long wanted = given == 0 ? standard : given;
    if ((to - from) / wanted > MOST_POINTS) {
      throw Refusal.parameter("That is more than " + MOST_POINTS + " points: write a longer step, or a shorter time");
    }
    long step = kept(wanted, from, now);
    var points = listings.run(() -> points(target, name, from, to, step, now));
    if (Tables.wanted(request)) {
      Tables.send(request, "series-" + name.text(), SeriesPoint.class,
          points.stream().map(HistoryResource::point).toList());
      return;
    }
    Replies.json(request,
        new Series(name.text(), name.unit(), Instant.ofEpochSecond(from), Instant.ofEpochSecond(to), step,
            points.stream().map(HistoryResource::point).toList()));
  }

  /// @throws Refusal if there is no such figure
  static SeriesName name(String text) {
    return SeriesName.of(text).orElseThrow(() -> Refusal.parameter("'" + Parameters.cut(text)
        + "' is not the name of a series: write one of "
        + Arrays.stream(SeriesName.values()).map(SeriesName::text).collect(Collectors.joining(", "))));
  }

  /// The step that is kept of a time: figures of each second are forgotten first.
  private long kept(long wanted, long from, long now) {
    if (store == null) return wanted;
    long step = from < now - store.settings().seconds().toSeconds() ? Math.max(wanted, MINUTE) : wanted;
    return from < now - store.settings().minutes().toSeconds() ? Math.max(step, HOUR) : step;
  }

  private List<Point> points(WatchedTarget target, SeriesName name, long from, long to, long step, long now) {
    if (store == null || RecentSeries.covers(from, now)) {
      return recent.read(target.address(), name, from, to, step);
    }
    try {
      return store.reader().series(target.address(), name, from, to, step, MOST_POINTS + 2);
    } catch (StoreException e) {
      throw Refusal.busy(String.valueOf(e.getMessage()));
    }
  }

  private static long seconds(@Nullable Instant given, long standard) {
    return given == null ? standard : given.getEpochSecond();
  }

  private static SeriesPoint point(Point point) {
    return new SeriesPoint(Instant.ofEpochSecond(point.atSeconds()), point.mean(), point.min(), point.max(),
        point.count());
  }

  private void tasks(Context request) {
    var target = targets.find(request);
    if (store == null) throw Refusal.noDataFolder("keep a history of tasks");
    var from = Parameters.instant(request, "from");
    var to = Parameters.instant(request, "to");
    var livedAt = Parameters.instant(request, "asOf");
    int limit = Parameters.integer(request, "limit", 100, 1, Parameters.MOST_ROWS);
    var cursor = Parameters.text(request, "cursor", "");
    var query = new TaskQuery(target.address(), from == null ? Long.MIN_VALUE : nanos(from),
        to == null ? Long.MAX_VALUE : nanos(to), livedAt == null ? null : (Long) nanos(livedAt),
        Parameters.text(request, "name", ""), cursor.isEmpty() ? null : place(cursor));
    var reader = store;
    var tasks = listings.run(() -> {
      try {
        return reader.reader().tasks(query, limit + 1);
      } catch (StoreException e) {
        throw Refusal.busy(String.valueOf(e.getMessage()));
      }
    });
    boolean more = tasks.size() > limit;
    var shown = (more ? tasks.subList(0, limit) : tasks).stream().map(HistoryResource::task).toList();
    var last = tasks.isEmpty() ? null : tasks.get(shown.size() - 1);
    Replies.json(request, new EndedTaskPage(shown, more && last != null ? last.droppedAt() + "-"
        + Long.toUnsignedString(last.id()) : null));
  }

  private static Place place(String cursor) {
    try {
      var parts = cursor.split("-", -1);
      if (parts.length == 2) return new Place(Long.parseLong(parts[0]), Long.parseUnsignedLong(parts[1]));
    } catch (NumberFormatException _) {
      // said below
    }
    throw Refusal.cursor("'" + Parameters.cut(cursor)
        + "' is not a cursor: send the nextCursor of the part before, or none at all");
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  private static EndedTask task(dev.kioto.console.store.EndedTask task) {
    return new EndedTask(task.runId(), Long.toUnsignedString(task.id()), Long.toUnsignedString(task.taskId()),
        task.name(),
        task.kind(), task.location(), TaskMapping.instant(task.createdAt()), TaskMapping.instant(task.droppedAt()),
        Math.max(0, task.droppedAt() - task.createdAt()), task.busyNanos(), task.scheduledNanos(), task.polls(),
        task.wakes(), task.selfWakes());
  }
}
