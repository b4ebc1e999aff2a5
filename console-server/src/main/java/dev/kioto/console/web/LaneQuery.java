package dev.kioto.console.web;

import dev.kioto.console.api.Lane;
import dev.kioto.console.api.LaneTask;
import dev.kioto.console.api.Lanes;
import dev.kioto.console.lanes.LaneLog;
import dev.kioto.console.lanes.LaneWindow;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which window of lanes a request asks for, and the answer from a log.
///
/// @param from null for ten seconds before the end
/// @param to null for the newest event
record LaneQuery(@Nullable Instant from, @Nullable Instant to, int pixels) {

  private static final int STANDARD_PIXELS = 1000;
  private static final int MOST_PIXELS = 8000;
  private static final Duration STANDARD_WINDOW = Duration.ofSeconds(10);
  private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

  static final Parameter FROM = Parameter.query("from", "string",
      "From this instant on; ten seconds before the end unless told", "");
  static final Parameter TO = Parameter.query("to", "string", "Before this instant; the newest event unless told", "");
  static final Parameter PIXELS = Parameter.query("pixels", "integer", "How many parts of the window are told apart",
      Integer.toString(STANDARD_PIXELS));

  /// What a request asks for.
  static LaneQuery of(Context request) {
    int pixels = Parameters.integer(request, "pixels", STANDARD_PIXELS, 1, MOST_PIXELS);
    var from = Parameters.instant(request, "from");
    var to = Parameters.instant(request, "to");
    if (from != null && to != null) requireShort(Duration.between(from, to));
    return new LaneQuery(from, to, pixels);
  }

  private static void requireShort(Duration window) {
    if (!window.isPositive()) throw Refusal.parameter("'to' must be after 'from'");
    if (window.compareTo(LONGEST_WINDOW) > 0) {
      throw Refusal.parameter("A window of lanes is an hour at most: move 'from' and 'to' closer to each other");
    }
  }

  /// What a log has of it.
  Lanes answer(LaneLog log) {
    long end = to != null ? TraceResource.nanos(to)
        : Math.max(log.newest(), from == null ? STANDARD_WINDOW.toNanos() + 1 : TraceResource.nanos(from) + 1);
    long begin = from != null ? TraceResource.nanos(from) : end - STANDARD_WINDOW.toNanos();
    requireShort(Duration.ofNanos(end - begin));
    return message(log.window(begin, end, pixels));
  }

  private static Lanes message(LaneWindow of) {
    return new Lanes(TaskMapping.instant(of.from()), TaskMapping.instant(of.to()), TaskMapping.instant(of.oldest()),
        TaskMapping.instant(of.newest()), of.lanes().stream().map(LaneQuery::lane).toList(),
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
