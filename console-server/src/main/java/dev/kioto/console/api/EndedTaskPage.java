package dev.kioto.console.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of the list of ended tasks, the last to end first.
///
/// @param nextCursor what to ask the next part with; null after the last
public record EndedTaskPage(List<EndedTask> tasks, @Nullable String nextCursor) {
}
