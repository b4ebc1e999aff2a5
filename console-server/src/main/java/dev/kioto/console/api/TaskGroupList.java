package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/// A target's tasks in groups: the first of them in the order that was asked for.
///
/// @param by what tasks of a group have in common
/// @param groups the first of them
/// @param groupCount how many groups there are
/// @param total how many tasks the collector keeps of the target
/// @param matched how many of them the filter lets through
/// @param ungrouped how many of these are in no group, because there would be more than 65536; 0 when all is well
/// @param asOf the instant of every number, on the target's clock
public record TaskGroupList(
    String by, List<TaskGroup> groups, int groupCount, int total, int matched, int ungrouped, Instant asOf) {

  /// The value of `type` in the messages of a socket that carry groups.
  public static final String TYPE = "groups";

  /// Tells groups from the other messages of a socket.
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public String type() {
    return TYPE;
  }
}
