package dev.kioto.console.web;

import dev.kioto.console.api.Lanes;
import dev.kioto.console.collector.LaneFeed;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.collector.WatchedTarget;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the threads of a target did, event by event, for screens that draw it. Handlers run on virtual threads.
final class LaneResource {

  private final TargetResource targets;
  private final Object lock = new Object();
  private final Map<String, LaneFeed> feeds = new HashMap<>(); // guarded by lock; by target

  LaneResource(TargetResource targets) {
    this.targets = targets;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/targets/{id}/lanes", "Shows what the threads of a target did, event by event, to be drawn.")
            .with(TargetResource.TARGET, LaneQuery.FROM, LaneQuery.TO, LaneQuery.PIXELS)
            .answering(200, "The lanes", Lanes.class)
            .refusing(400, 403, 404, 501, 502)
            .handledBy(this::lanes));
  }

  private void lanes(Context request) {
    var target = targets.find(request);
    var query = LaneQuery.of(request);
    try {
      Replies.json(request, query.answer(feed(target).log()));
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    }
  }

  private LaneFeed feed(WatchedTarget target) throws TargetException {
    synchronized (lock) {
      feeds.values().removeIf(LaneFeed::hasEnded);
      var known = feeds.get(target.id());
      if (known != null && known.reads(target.run().id())) return known;
    }
    // Opened without the lock, since the program is asked: two at once are possible, of which one ends when nobody asks it.
    var opened = LaneFeed.open(target);
    synchronized (lock) {
      feeds.put(target.id(), opened);
    }
    return opened;
  }
}
