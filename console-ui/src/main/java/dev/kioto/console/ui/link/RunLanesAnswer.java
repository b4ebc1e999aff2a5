package dev.kioto.console.ui.link;

import dev.kioto.console.api.Lanes;
import org.jspecify.annotations.Nullable;

/// The lanes of a run.
///
/// @param lanes null when they are not known
/// @param problem why not, as a sentence; empty when they are
public record RunLanesAnswer(String runId, @Nullable Lanes lanes, String problem) {}
