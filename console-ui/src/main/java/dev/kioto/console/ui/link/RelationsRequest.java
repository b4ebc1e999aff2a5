package dev.kioto.console.ui.link;

import dev.kioto.console.api.Capability;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a task has to do with others.
///
/// @param parentId the task that spawned it; null when none did, or it is not told
/// @param can what the target can tell
public record RelationsRequest(String taskId, @Nullable String parentId, Set<Capability> can) {
  public RelationsRequest {
    can = Set.copyOf(can);
  }
}
