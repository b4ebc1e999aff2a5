package dev.kioto.console.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.collector.Moments;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.model.LiveListing;
import dev.kioto.console.model.TargetModel;
import dev.kioto.console.model.TaskListing;
import dev.kioto.console.model.TaskRows;
import org.jspecify.annotations.Nullable;

/// A window of a target's tasks.
final class TaskFeed implements Feed {

  private final Shown shown;
  private final Listings listings;
  private final WindowRequest request;
  private final TaskListing listing;
  private @Nullable TargetModel model; // the session's thread; whose listing `live` is
  private @Nullable LiveListing live; // the session's thread

  /// @throws Refusal if filter or sort order cannot be read
  TaskFeed(WatchedTarget target, Moments moments, Listings listings, WindowRequest request, Runnable changed) {
    this.listings = listings;
    this.request = request;
    this.listing = new TaskListing(Parameters.filter(request.filter()), Parameters.order(request.sort()), null,
        request.offset(), request.limit());
    this.shown = new Shown(target, moments, request.asOf(), changed);
  }

  /// @throws Refusal if it is not a request for a window
  static WindowRequest request(JsonNode json) {
    var standard = WindowRequest.DEFAULT;
    return new WindowRequest(
        Requests.text(json, "filter", standard.filter()),
        Requests.text(json, "sort", standard.sort()),
        Requests.integer(json, "offset", standard.offset(), 0, Integer.MAX_VALUE),
        Requests.integer(json, "limit", standard.limit(), 1, Parameters.MOST_ROWS),
        Requests.intervalMillis(json),
        Requests.instant(json, "asOf"));
  }

  @Override
  public Object message() {
    var tasks = shown.tasks();
    TaskRows<Task> rows = listings.run(() -> shown.isPast()
        ? tasks.list(listing, TaskMapping::row)
        : live(tasks).rows(TaskMapping::row));
    return new Window(TaskMapping.instant(rows.asOf()), rows.total(), rows.matched(), request.offset(), rows.rows());
  }

  /// The listing of the program's present run.
  @SuppressWarnings("ReferenceEquality") // a run is a model of its own
  private LiveListing live(TargetModel now) {
    if (live != null && model == now) return live;
    if (live != null) live.close();
    var opened = now.watch(listing);
    model = now;
    live = opened;
    return opened;
  }

  @Override
  public int intervalMillis() {
    return request.intervalMillis();
  }

  @Override
  public @Nullable Refusal over() {
    return shown.over();
  }

  /// Takes over what another feed knows, when it shows the same list at another place. The other one is closed by it.
  TaskFeed after(Feed other) {
    if (other instanceof TaskFeed before && before.shown.isOf(shown) && !shown.isPast() && before.live != null
        && before.request.filter().equals(request.filter()) && before.request.sort().equals(request.sort())) {
      live = before.live;
      model = before.model;
      before.live = null;
      live.move(request.offset(), request.limit());
    }
    return this;
  }

  @Override
  public void close() {
    shown.close();
    if (live != null) live.close();
    live = null;
  }
}
