package dev.kioto.demo;

import dev.kioto.signal.SignalKind;
import dev.kioto.signal.Signals;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// When a demo ends: by a signal, or when its time is over. Outside of its runtime, so that the console shows the demo alone.
final class Ending {

  private static final int OK = 0;
  private static final int BY_INTERRUPT = 128 + 2; // as a shell says it
  private static final int BY_TERMINATE = 128 + 15;

  private Ending() {}

  /// Waits for it.
  ///
  /// @param seconds null for no limit
  /// @return the status to end with
  static int await(@Nullable Long seconds) {
    var end = new CompletableFuture<Integer>();
    if (seconds != null) end.completeOnTimeout(OK, seconds, TimeUnit.SECONDS);
    try (var signals = Signals.of(SignalKind.INTERRUPT, SignalKind.TERMINATE)) {
      Thread.ofPlatform().daemon().name("signals").start(() -> {
        try {
          end.complete(status(signals.recv().await()));
        } catch (IllegalStateException _) {
          // The time was over first, and nobody listens any more.
        }
      });
      return end.join();
    }
  }

  private static int status(SignalKind kind) {
    return kind.equals(SignalKind.INTERRUPT) ? BY_INTERRUPT : BY_TERMINATE;
  }
}
