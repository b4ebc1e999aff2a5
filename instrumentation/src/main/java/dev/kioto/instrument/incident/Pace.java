package dev.kioto.instrument.incident;

import dev.kioto.probe.WorkBell;
import java.util.concurrent.TimeUnit;

/// How long the watch pauses between two looks: it rests while nothing is polled. The watch's thread alone.
final class Pace {
  /*
   * AWAKE     -> LISTENING // nothing is polled, nor was since the last look, and nothing is followed: whoever goes to work unparks it
   * LISTENING -> RESTING   // the same at the next look: it may sleep, see WorkBell
   * RESTING   -> RESTING   // the same, a doze later
   *       any -> AWAKE     // something is polled, was polled or is followed, or the bell rang
   */
  static final long DOZE_NANOS = TimeUnit.MILLISECONDS.toNanos(500); // also how soon a level that was raised is noticed: a guess

  private enum State {
    AWAKE, LISTENING, RESTING
  }

  private final WorkBell bell;
  private final Thread watch;
  private final long periodNanos;
  private State state = State.AWAKE;
  private long pollsBefore = -1;

  /// @param watch who looks
  /// @param periodNanos its pause while something is polled; without that, and before it rests, it is twice as long
  Pace(WorkBell bell, Thread watch, long periodNanos) {
    this.bell = bell;
    this.watch = watch;
    this.periodNanos = periodNanos;
  }

  /// Whether polls may have begun and ended unseen in the pause that is over: it was a rest, or the bell rang in it.
  boolean wasBlind() {
    return state == State.RESTING || (state == State.LISTENING && !bell.hasListener(watch));
  }

  /// The pause that follows is none of these.
  void up() {
    state = State.AWAKE;
    pollsBefore = -1;
  }

  /// How long to pause after a look.
  ///
  /// @param busy whether something is polled
  /// @param follows whether something goes on that takes looks
  /// @param polls how many polls there were so far
  long pauseAfter(boolean busy, boolean follows, long polls) {
    boolean idle = !busy && !follows && polls == pollsBefore;
    pollsBefore = polls;
    if (!idle) {
      state = State.AWAKE;
      return busy ? periodNanos : 2 * periodNanos;
    }
    if (state != State.AWAKE && bell.hasListener(watch)) {
      state = State.RESTING;
      return DOZE_NANOS;
    }
    bell.listen(watch);
    state = State.LISTENING;
    return 2 * periodNanos;
  }
}
