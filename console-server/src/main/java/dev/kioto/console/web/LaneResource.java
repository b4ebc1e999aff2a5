package dev.kioto.console.web;

import dev.kioto.console.api.Lane;
import dev.kioto.console.api.LaneTask;
import dev.kioto.console.api.Lanes;
import dev.kioto.console.collector.LaneFeed;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.lanes.LaneWindow;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What the threads of a target did, event by event, for screens that draw it. Handlers run on virtual threads.
final class LaneResource {

  private static final int STANDARD_PIXELS = 1000;
  private static final int MOST_PIXELS = 8000;
  private static final Duration STANDARD_WINDOW = Duration.ofSeconds(10);
  private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

  private final TargetResource targets;
  private final Object lock = new Object();
  private final Map<String, LaneFeed> feeds = new HashMap<>(); // guarded by lock; by target

  LaneResource(TargetResource targets) {
    this.targets = targets;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/targets/{id}/lanes", "Shows what the threads of a target did, event by event, to be drawn.")
            .with(TargetResource.TARGET,
                Parameter.query("from", "string", "From this instant on; ten seconds before the end unless told", ""),
                Parameter.query("to", "string", "Before this instant; the newest event unless told", ""),
                Parameter.query("pixels", "integer", "How many parts of the window are told apart",
                    Integer.toString(STANDARD_PIXELS)))
            .answering(200, "The lanes", Lanes.class)
            .refusing(400, 403, 404, 501, 502)
            .handledBy(this::lanes));
  }

  private void lanes(Context request) {
    var target = targets.find(request);
    int pixels = Parameters.integer(request, "pixels", STANDARD_PIXELS, 1, MOST_PIXELS);
    var givenFrom = Parameters.instant(request, "from");
    var givenTo = Parameters.instant(request, "to");
    if (givenFrom != null && givenTo != null) requireShort(Duration.between(givenFrom, givenTo));
    try {
      var log = feed(target).log();
      long to = givenTo != null ? TraceResource.nanos(givenTo)
          : Math.max(log.newest(),
              givenFrom == null ? STANDARD_WINDOW.toNanos() + 1 : TraceResource.nanos(givenFrom) + 1);
      long from = givenFrom != null ? TraceResource.nanos(givenFrom) : to - STANDARD_WINDOW.toNanos();
      requireShort(Duration.ofNanos(to - from));
      Replies.json(request, message(log.window(from, to, pixels)));
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    }
  }

  private static void requireShort(Duration window) {
    if (!window.isPositive()) throw Refusal.parameter("'to' must be after 'from'");
    if (window.compareTo(LONGEST_WINDOW) > 0) {
      throw Refusal.parameter("A window of lanes is an hour at most: move 'from' and 'to' closer to each other");
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

  private static Lanes message(LaneWindow of) {
    return new Lanes(TaskMapping.instant(of.from()), TaskMapping.instant(of.to()), TaskMapping.instant(of.oldest()),
        TaskMapping.instant(of.newest()), of.lanes().stream().map(LaneResource::lane).toList(),
        of.tasks().stream().map(task -> new LaneTask(RunMapping.id(task.id()), task.name(), task.location())).toList(),
        list(of.wakes()), of.wakeCount(), of.droppedEvents());
  }

  private static Lane lane(LaneWindow.Lane of) {
    var marks = of.marks().entrySet().stream()
        .collect(
            Collectors.toMap(mark -> mark.getKey().name().toLowerCase(Locale.ROOT), mark -> list(mark.getValue())));
    return new Lane(of.name(), list(of.polls()), list(of.parks()), marks, Arrays.stream(of.waiting()).boxed().toList());
  }

  private static List<Long> list(long[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }
}
