package dev.kioto.console.api.lab;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of the list of experiments, the newest first.
///
/// @param nextCursor what to send for the next part; null at the end
public record ExperimentPage(List<Experiment> experiments, @Nullable String nextCursor) {
}
