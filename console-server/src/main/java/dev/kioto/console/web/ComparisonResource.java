package dev.kioto.console.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kioto.console.api.lab.CompareRequest;
import dev.kioto.console.api.lab.CompareRequest.ComparedSide;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.collector.Past;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.lab.LabException;
import dev.kioto.console.lab.Side;
import dev.kioto.console.lab.SideComparison;
import dev.kioto.console.text.Units;
import io.javalin.http.Context;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares targets, and stretches of their past, without an experiment. What comes of it is kept with the experiments. Each comparison is
/// measured by a virtual thread of its own.
final class ComparisonResource implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ComparisonResource.class);
  private static final int MOST_AT_ONCE = 4;
  private static final String EXAMPLE = "{\"a\":{\"target\":\"1\"},\"b\":{\"target\":\"2\"},\"duration\":\"30s\"}";

  private final TargetResource targets;
  private final @Nullable Path folder; // of the lab; null without a data folder
  private final Past past;
  private final Set<Thread> measuring = ConcurrentHashMap.newKeySet();

  ComparisonResource(TargetResource targets, @Nullable Path folder, Past past) {
    this.targets = targets;
    this.folder = folder;
    this.past = past;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/v1/lab/comparisons", "Compares two targets as they run, or stretches of what is kept of them.")
            .taking(CompareRequest.class)
            .answering(201, "The comparison, which is kept as an experiment", Experiment.class)
            .refusing(400, 404, 409, 413, 415, 501, 507)
            .handledBy(this::compare));
  }

  private void compare(Context request) {
    var wanted = body(request);
    if (folder == null) throw Refusal.noDataFolder("keep comparisons");
    if (measuring.size() >= MOST_AT_ONCE) {
      throw Refusal.full(MOST_AT_ONCE + " comparisons are being measured already: wait until one of them is done");
    }
    try {
      var comparison = SideComparison.create(folder, side("a", wanted.a()), side("b", wanted.b()),
          duration(wanted.duration()), past);
      var id = comparison.experiment().id();
      var thread = Thread.ofVirtual().name("kioto-comparison-" + id).unstarted(() -> measure(comparison));
      measuring.add(thread); // first: it takes itself out when it is done
      thread.start();
      request.status(201).header("Location", "/api/v1/lab/experiments/" + id);
      Replies.json(request, comparison.experiment());
    } catch (LabException e) {
      throw LabResource.refusal(e);
    }
  }

  private void measure(SideComparison comparison) {
    try {
      comparison.run(_ -> {});
    } catch (LabException e) {
      LOG.info("Comparison {} ended early: {}", comparison.experiment().id(), e.getMessage()); // it is in its problem, too
    } catch (InterruptedException _) {
      // the server stops: what was measured is kept
    } finally {
      measuring.remove(Thread.currentThread());
    }
  }

  private Side side(String name, @Nullable ComparedSide wanted) {
    if (wanted == null || wanted.target() == null) {
      throw Refusal.body("'" + name + "' names no target: send " + EXAMPLE);
    }
    WatchedTarget target = targets.find(wanted.target());
    var shown = target.snapshot().name();
    return new Side(target, shown.equals(target.address()) ? shown : shown + " (" + target.address() + ")",
        wanted.from(), wanted.to());
  }

  private static @Nullable Duration duration(@Nullable String text) {
    try {
      return text == null ? null : Units.parse(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.body("duration: " + e.getMessage());
    }
  }

  private static CompareRequest body(Context request) {
    Bodies.requireJson(request);
    try {
      var wanted = ApiJson.mapper().readValue(request.body(), CompareRequest.class);
      if (wanted != null) return wanted;
    } catch (JsonProcessingException e) {
      throw Refusal.body("The body is not a comparison: " + e.getOriginalMessage() + ". Send " + EXAMPLE);
    }
    throw Refusal.body("The body is null: send " + EXAMPLE);
  }

  /// Stops what is measured.
  @Override
  public void close() {
    measuring.forEach(Thread::interrupt);
  }
}
