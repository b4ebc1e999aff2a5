package dev.kioto.console.ui.link;

import java.time.Instant;
import java.util.List;

/// Which lanes of runs of an experiment are asked for.
///
/// @param pixels how many parts are told apart
public record RunLanesRequest(String experimentId, List<Part> parts, int pixels) {
  public RunLanesRequest {
    parts = List.copyOf(parts);
  }

  /// A stretch of a run.
  ///
  /// @param from on the run's clock
  public record Part(String runId, Instant from, Instant to) {}
}
