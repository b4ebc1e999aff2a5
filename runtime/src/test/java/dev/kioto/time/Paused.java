package dev.kioto.time;

import dev.kioto.runtime.Runtime;
import java.time.Duration;

/// Runs code in a runtime whose clock stands still.
final class Paused {
  private Paused() {}

  interface Code {
    void run() throws Exception;
  }

  static void run(Code code) throws Exception {
    try (var runtime = Runtime.builder().currentThread().enableAll().startPaused(true).build()) {
      runtime.blockOn(() -> {
        code.run();
        return null;
      });
    }
  }

  static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  static void advance(Duration duration) {
    Time.advance(duration).await();
  }
}
