package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.time.Sleep;
import dev.kioto.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A sleep that is started again and again. The polling thread.
final class Deadline {
  private final Duration duration;

  // One that is not running may still be in the timer, and wake the task in vain, once: cheaper than to leave it each time.
  private @Nullable Sleep sleep;
  private boolean running;

  /// @param duration how long each sleep is
  Deadline(Duration duration) {
    this.duration = duration;
  }

  /// Sleeps from now on, whatever was before.
  void start() {
    running = true;
    if (sleep == null) {
      sleep = Time.sleep(duration);
    } else {
      sleep.reset(Time.now().plus(duration));
    }
  }

  /// Sleeps no more.
  void stop() {
    running = false;
  }

  /// Stops, and leaves the timer.
  void close() {
    var before = sleep;
    sleep = null;
    running = false;
    if (before != null) {
      before.drop();
    }
  }

  /// Whether it was started and is not over yet, as far as a poll has found.
  boolean isRunning() {
    return running;
  }

  /// Whether the sleep is over, which stops it; when it is not, the task is woken at its end. False when none is running.
  boolean pollElapsed(Context cx) {
    var polled = sleep;
    if (!running || polled == null || !polled.poll(cx).isReady()) {
      return false;
    }
    running = false;
    return true;
  }

  void describe(AwaitTrace trace) {
    if (running) {
      trace.future(sleep);
    }
  }
}
