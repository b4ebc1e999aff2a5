package dev.kioto.console.web;

import dev.kioto.console.collector.TargetException;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.export.FoldedStacks;
import dev.kioto.console.export.PerfettoTrace;
import dev.kioto.console.trace.Trace;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/// What a target did and where its tasks are, in the forms of other tools. Handlers run on virtual threads and wait for the program.
final class TraceResource {

  private static final Duration STANDARD_WINDOW = Duration.ofSeconds(5);
  private static final Duration SLACK = Duration.ofSeconds(5); // between the program's clock and this one's

  private final TargetResource targets;
  private final Semaphore permits = new Semaphore(2); // a trace in memory is some tens of megabytes

  TraceResource(TargetResource targets) {
    this.targets = targets;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/targets/{id}/trace", "Shows what a target did, event by event, as a trace of Perfetto.")
            .with(TargetResource.TARGET,
                Parameter.query("from", "string", "From this instant on; five seconds before the end unless told", ""),
                Parameter.query("to", "string", "Before this instant; now unless told", ""))
            .answering(200, "The trace, application/x-protobuf", null)
            .refusing(400, 403, 404, 409, 501, 502, 503)
            .handledBy(this::trace),
        Route
            .get("/api/v1/targets/{id}/stacks",
                "Shows where the tasks of a target are, as folded stacks of flame graphs.")
            .with(TargetResource.TARGET, Parameter.query("format", "string", "folded", "folded"))
            .answering(200, "A line for each stack: frames, outermost first, and how many tasks; text/plain", null)
            .refusing(400, 403, 404, 501, 502)
            .handledBy(this::stacks));
  }

  private void trace(Context request) throws IOException {
    var target = targets.find(request);
    var end = Objects.requireNonNullElse(Parameters.instant(request, "to"), Instant.now().plus(SLACK));
    var given = Parameters.instant(request, "from");
    if (given != null && !given.isBefore(end)) throw Refusal.parameter("'to' must be after 'from'");
    boolean open = given == null && request.queryParam("to") == null;
    if (!permits.tryAcquire()) throw Refusal.busy("Two traces are being read, the most at once: ask again in a while");
    try {
      var trace = open ? read(target, STANDARD_WINDOW)
          : read(target,
              Duration.between(given == null ? end.minus(STANDARD_WINDOW) : given, Instant.now().plus(SLACK)));
      long to = nanos(end);
      long from = given != null ? nanos(given) : (open ? trace.end() : to) - STANDARD_WINDOW.toNanos();
      request.contentType("application/x-protobuf").header("Content-Disposition",
          "attachment; filename=\"target-" + target.id() + ".perfetto-trace\"");
      write(target, trace, from, to, request.outputStream());
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    } finally {
      permits.release();
    }
  }

  /// The events of the last time.
  static Trace read(WatchedTarget target, Duration last) throws TargetException {
    try (var dump = target.commands().dump(Math.max(1, last.toNanos()))) {
      return dump.trace();
    }
  }

  static void write(WatchedTarget target, Trace trace, long from, long to, OutputStream out) throws IOException {
    var about = target.snapshot();
    var pid = about.pid();
    var _ = PerfettoTrace.write(trace, from, to, about.name(), pid == null ? 0 : pid, out);
  }

  static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  private void stacks(Context request) {
    var target = targets.find(request);
    var _ = Parameters.choice(request, "format", "folded", List.of("folded"));
    try {
      var stacks = target.stacks();
      var text = FoldedStacks.of(stacks.stacks(), stacks.leftOut());
      request.contentType("text/plain; charset=utf-8").result(text.getBytes(StandardCharsets.UTF_8));
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    }
  }
}
