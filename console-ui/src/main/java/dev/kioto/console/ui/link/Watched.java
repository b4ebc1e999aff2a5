package dev.kioto.console.ui.link;

import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.TargetReader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What every feed asks about: which target, at which instant, and whether what moves rests. Written by the UI thread, read by any.
final class Watched {
  /// What is looked at.
  ///
  /// @param asOf on the server's clock; null for now
  record Look(String targetId, @Nullable Instant asOf) {}

  private final ConsoleClient client;
  private volatile @Nullable Look look;
  private volatile boolean paused;

  Watched(ConsoleClient client) {
    this.client = client;
  }

  /// What is looked at; null for nothing.
  @Nullable Look look() {
    return look;
  }

  void setLook(@Nullable Look now) {
    look = now;
  }

  boolean isPaused() {
    return paused;
  }

  void setPaused(boolean now) {
    paused = now;
  }

  /// What answers questions of that look.
  TargetReader reader(Look of) {
    var asOf = of.asOf();
    return asOf == null ? client : client.asOf(asOf);
  }
}
