package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/// The rows of a window at one moment: what the window socket pushes.
///
/// @param asOf the instant of every number, on the target's clock
/// @param total how many tasks the collector keeps of the target
/// @param matched how many of them the filter lets through
/// @param offset how many matching rows stand before the first one here
public record Window(Instant asOf, int total, int matched, int offset, List<Task> rows) {

  /// The value of `type` in the messages of the window socket that carry a window.
  public static final String TYPE = "window";

  /// Tells a window from the other messages of the socket.
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public String type() {
    return TYPE;
  }
}
