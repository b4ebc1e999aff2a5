package dev.kioto.console.client;

import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import java.util.Map;

/// What a feed of a stream is to push.
///
/// @param kind one of those that the server knows: `tasks`, `groups`, and what newer servers add
/// @param target the target's id
/// @param properties those of the kind: texts and numbers by name
/// @param type what each message is read as
public record StreamRequest<T>(String kind, String target, Map<String, Object> properties, Class<T> type) {

  public StreamRequest {
    properties = Map.copyOf(properties);
  }

  /// A window of a target's tasks.
  public static StreamRequest<Window> tasks(String targetId, WindowRequest window) {
    return new StreamRequest<>("tasks", targetId, Map.of("filter", window.filter(), "sort", window.sort(),
        "offset", window.offset(), "limit", window.limit(), "intervalMillis", window.intervalMillis()), Window.class);
  }

  /// A target's tasks in groups.
  ///
  /// @param intervalMillis the shortest time between two messages, 50 to 60000
  public static StreamRequest<TaskGroupList> groups(String targetId, GroupQuery query, int intervalMillis) {
    return new StreamRequest<>("groups", targetId, Map.of("by", query.by(), "filter", query.filter(),
        "sort", query.sort(), "limit", query.limit(), "intervalMillis", intervalMillis), TaskGroupList.class);
  }
}
