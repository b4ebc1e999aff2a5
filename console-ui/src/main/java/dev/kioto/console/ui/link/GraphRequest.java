package dev.kioto.console.ui.link;

import dev.kioto.console.ui.graph.GraphKind;
import org.jspecify.annotations.Nullable;

/// Which graph to draw.
///
/// @param taskId about which task; null for the whole program. Of [GraphKind#WAITS] there is only the whole
public record GraphRequest(GraphKind kind, @Nullable String taskId) {}
