package dev.kioto.sync;

import dev.kioto.future.Future;
import dev.kioto.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The one place where a channel knows of time, and so of a runtime.
final class MpscTimed {
  private MpscTimed() {}

  static Future<@Nullable Void> send(Future<@Nullable Void> send, Duration timeout) {
    return Time.timeout(timeout, send);
  }
}
