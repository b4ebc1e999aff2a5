package dev.kioto.instrument.incident;

import dev.kioto.probe.RuntimeView;
import java.util.List;

/// One look of the watch.
///
/// @param now when
/// @param before when the one before it was
/// @param stops when the process stood still
/// @param runtimes those that run
record Look(long now, long before, Stops stops, List<RuntimeView> runtimes) {
  /// Of the time since the look before, in which the process stood still.
  long stopped() {
    return stops.within(before, now);
  }
}
