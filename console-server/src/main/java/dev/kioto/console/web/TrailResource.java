package dev.kioto.console.web;

import dev.kioto.console.api.TrailStatus;
import dev.kioto.console.collector.Trail;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// From when to when the past of a target can be shown.
final class TrailResource {

  private final TargetResource targets;
  private final @Nullable Trail trail; // null when nothing is kept of programs

  TrailResource(TargetResource targets, @Nullable Trail trail) {
    this.targets = targets;
    this.trail = trail;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/v1/targets/{id}/trail",
        "Says from when to when it can be shown how a target was, and what is missing there.")
        .with(TargetResource.TARGET)
        .answering(200, "What is kept", TrailStatus.class)
        .refusing(404, 501)
        .handledBy(this::status));
  }

  private void status(Context request) {
    var target = targets.find(request);
    var playback = target.playback();
    if (playback != null) {
      var all = new TrailStatus.Span(playback.from(), playback.to());
      Replies.json(request, new TrailStatus(all.from(), all.to(), List.of(all), 0, 0, null));
      return;
    }
    if (trail == null) throw Refusal.noDataFolder("tell how something was before");
    var kept = trail.about(target.address());
    var spans = kept.spans().stream().map(span -> new TrailStatus.Span(span.from(), span.to())).toList();
    Replies.json(request, new TrailStatus(spans.isEmpty() ? null : spans.getFirst().from(),
        spans.isEmpty() ? null : spans.getLast().to(), spans, kept.bytes(), kept.lost(), kept.problem()));
  }
}
