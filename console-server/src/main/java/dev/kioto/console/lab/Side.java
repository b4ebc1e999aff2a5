package dev.kioto.console.lab;

import dev.kioto.console.collector.WatchedTarget;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One side of a comparison: what a target does from now on, or what it did in a stretch of time of which something is kept.
///
/// @param label what it is called
/// @param from where the stretch begins, on the collector's clock, or the recording's when it is one; null for from now on
/// @param to where it ends; null with `from`
public record Side(WatchedTarget target, String label, @Nullable Instant from, @Nullable Instant to) {

  /// How long the stretch is; null when it is still to come.
  @Nullable Duration length() {
    return from == null || to == null ? null : Duration.between(from, to);
  }

  /// Whether the program runs here, so that what its process takes can be asked of the system.
  boolean isLocal() {
    var address = target.address();
    return address.startsWith("127.0.0.1:") || address.startsWith("localhost:") || address.startsWith("[::1]:")
        || address.startsWith("unix:") || address.startsWith("dialled:127.0.0.1/");
  }
}
