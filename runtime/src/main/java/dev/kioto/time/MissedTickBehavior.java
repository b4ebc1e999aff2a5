package dev.kioto.time;

/// What an [Interval] does after a tick that was taken more than 5 ms late.
///
/// After Tokio's `time/interval.rs`.
public enum MissedTickBehavior {
  /// The ticks that were missed come at once, one after the other, until the interval has caught up: the ticks stay where they
  /// would have been, and none is lost. The default.
  BURST,

  /// The next tick is a whole period from now, and the later ones after it: no two are closer than a period.
  DELAY,

  /// The next tick is the next one to come of those that would have been without the delay: those in between are lost.
  SKIP;

  /// When the tick after a late one is due; all by the clock, in nanoseconds.
  ///
  /// @param tick when the late one was due
  long next(long tick, long now, long period) {
    return switch (this) {
      case BURST -> tick + period;
      case DELAY -> now + period;
      case SKIP -> now + period - (now - tick) % period;
    };
  }
}
