package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/// A figure of a target over time, on the collector's clock.
///
/// @param name what it is
/// @param unit what its values are in
/// @param stepSeconds the length of each point's time; more than asked for where only that is kept
/// @param points those of which something is known, in the order of time
public record Series(String name, String unit, Instant from, Instant to, long stepSeconds, List<SeriesPoint> points) {

  /// The value of `type` in the messages of a socket that carry a series.
  public static final String TYPE = "series";

  /// Tells a series from the other messages of a socket.
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public String type() {
    return TYPE;
  }
}
