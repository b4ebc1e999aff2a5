package dev.kioto.console.api.lab;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Two targets, or stretches of what is kept of them, that shall be compared without an experiment.
///
/// @param a what the other is compared to
/// @param b the other
/// @param duration for how long programs that run are measured, both at once: a text like `30s`, which is what null means
public record CompareRequest(@Nullable ComparedSide a, @Nullable ComparedSide b, @Nullable String duration) {

  /// One side.
  ///
  /// @param target the id of a target
  /// @param from where the stretch begins, on the collector's clock, or the recording's when it is one; null for from now on, or the
  ///     beginning of a recording
  /// @param to where it ends; null for the end of what is kept
  public record ComparedSide(@Nullable String target, @Nullable Instant from, @Nullable Instant to) {
  }
}
