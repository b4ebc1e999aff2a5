package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every target, in the order in which they were added, or a part of them.
///
/// @param nextCursor what to send as `cursor` for the part that follows; null (and sent as `null`) when this is the last
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TargetList(List<Target> targets, @Nullable String nextCursor) {

  /// All targets.
  public TargetList(List<Target> targets) {
    this(targets, null);
  }
}
