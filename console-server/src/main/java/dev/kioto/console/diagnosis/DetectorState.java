package dev.kioto.console.diagnosis;

import org.jspecify.annotations.Nullable;

/// How a detector stands in one run.
///
/// @param detector its id
/// @param cannotTell why it cannot tell now, as a sentence; null when it can
/// @param active how many diagnoses of it are active
/// @param silenced how many findings were not said at the last look, because somebody wanted it so
/// @param leftOut how many findings there were beyond what is kept of one detector: 0 when all is well
public record DetectorState(String detector, @Nullable String cannotTell, int active, int silenced, int leftOut) {
}
