package dev.kioto.console.client;

import dev.kioto.console.api.DiagnosisPage;
import dev.kioto.console.api.Series;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a feed of a stream is to push.
///
/// @param kind one of those that the server knows: `tasks`, `groups`, `diagnoses`, `series`, and what newer servers add
/// @param target the target's id; empty where that may be left out
/// @param properties those of the kind: texts and numbers by name
/// @param type what each message is read as
public record StreamRequest<T>(String kind, String target, Map<String, Object> properties, Class<T> type) {

  public StreamRequest {
    properties = Map.copyOf(properties);
  }

  /// A window of a target's tasks.
  public static StreamRequest<Window> tasks(String targetId, WindowRequest window) {
    return new StreamRequest<>("tasks", targetId, Map.of("filter", window.filter(), "sort", window.sort(),
        "offset", window.offset(), "limit", window.limit(), "intervalMillis", window.intervalMillis()), Window.class)
        .asOf(window.asOf());
  }

  /// The same of an instant, of tasks and groups: it is pushed once, and stands. To be moved to another one, or back to now.
  ///
  /// @param instant on the server's clock, of a recording on the recording's; null for now
  public StreamRequest<T> asOf(@Nullable Instant instant) {
    var changed = new HashMap<>(properties);
    if (instant == null) {
      changed.remove("asOf");
    } else {
      changed.put("asOf", instant.toString());
    }
    return new StreamRequest<>(kind, target, changed, type);
  }

  /// A target's tasks in groups.
  ///
  /// @param intervalMillis the shortest time between two messages, 50 to 60000
  public static StreamRequest<TaskGroupList> groups(String targetId, GroupQuery query, int intervalMillis) {
    return new StreamRequest<>("groups", targetId, Map.of("by", query.by(), "filter", query.filter(),
        "sort", query.sort(), "limit", query.limit(), "intervalMillis", intervalMillis), TaskGroupList.class);
  }

  /// What is wrong with a target, or was, the worst first.
  ///
  /// @param targetId empty for all targets
  /// @param state `active`, `cleared` or `all`
  /// @param limit how many at most, 1 to 1000
  public static StreamRequest<DiagnosisPage> diagnoses(String targetId, String state, int limit) {
    return new StreamRequest<>("diagnoses", targetId, Map.of("state", state, "limit", limit), DiagnosisPage.class);
  }

  /// The last time of a figure of a target, pushed when it has grown by a second.
  ///
  /// @param name one of those that [ConsoleClient#seriesNames] lists
  /// @param last how far back, 1 s to 15 min
  /// @param stepSeconds the length of each point's time, 1 to 900
  public static StreamRequest<Series> series(String targetId, String name, Duration last, int stepSeconds) {
    return new StreamRequest<>("series", targetId, Map.of("name", name, "seconds", last.toSeconds(), "step",
        stepSeconds), Series.class);
  }
}
