package dev.kioto.console.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of the list of recordings, the newest first.
///
/// @param nextCursor what to ask the next part with; null after the last
public record RecordingPage(List<Recording> recordings, @Nullable String nextCursor) {
}
