package dev.kioto.console.model;

import java.util.List;

/// News of who wakes whom.
///
/// @param now the program's clock when it sent the news
/// @param edges that are new, have changed, or are free now
/// @param uncountedWakes wakes since the start that are in no edge
public record WakeUpdate(long now, List<WakeEdge> edges, long uncountedWakes) {
}
