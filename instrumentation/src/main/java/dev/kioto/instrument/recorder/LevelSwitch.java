package dev.kioto.instrument.recorder;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.LongSupplier;

/// The level in force. Any thread sets it at any time, every producer looks at it, and the consumer learns what it has been.
final class LevelSwitch {
  /*
   * Each producer method looks at the level once, at its beginning. So the level of an event is that of the look, and an event
   * told about when the level changes has either.
   *
   *   looked, at a poll's start   looked, at its end     what is kept of the poll
   *   OFF                         OFF                    nothing
   *   OFF                         COUNTS and above       one poll, from `observedSince` on: the part that was observed
   *   COUNTS and above            OFF                    nothing, and the thread forgets the start: see ThreadRecorder.forget
   *   COUNTS and above            COUNTS                 one poll in the totals, whole
   *   COUNTS and above            TASKS and above        one poll in the totals and in the ring, whole
   *
   * Every other event is counted and recorded by the level of its own look alone. An instant that was not taken is 0 and means
   * that it is not known: no start and no wake comes from before the raise by mistake.
   *
   * Happens-before: `observedSince` (opaque) is written before the level (release). A producer that looked (opaque) and needs
   * the instant reads the level again (acquire): it sees the raise that it has looked at, or a later one, and the instant of
   * that or of a later one. Hence the clamp to the event's own instant. Without the release a poll could seem to have begun at
   * an earlier raise, in a time that nobody observed.
   *
   * The consumer: it takes the changes (by this object's monitor, which no producer takes), drains the rings, and then tells its
   * sink of the changes. So what happened before a change in the sense of the memory model is told before it. Taken after the
   * drain, a change could overtake an event that came between the two.
   */
  private static final VarHandle LEVEL = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "level",
      VarHandle.class, LevelSwitch.class, RecordLevel.class);
  private static final VarHandle OBSERVED_SINCE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(),
      "observedSince", VarHandle.class, LevelSwitch.class, long.class);

  // Written release, by who holds the monitor; read opaque by producers, and acquire by all others.
  private RecordLevel level;
  // When the level was last raised from OFF, 0 before. Written opaque before the level, by who holds the monitor.
  @SuppressWarnings("UnusedVariable") // by VarHandle
  private long observedSince;

  // Guarded by this: what the sink was told last, and the lowest level since.
  private RecordLevel told;
  private RecordLevel lowest;

  LevelSwitch(RecordLevel level) {
    this.level = level;
    told = level;
    lowest = level;
  }

  /// For producers, once in each of their methods.
  RecordLevel look() {
    return (RecordLevel) LEVEL.getOpaque(this);
  }

  /// For all others.
  RecordLevel get() {
    return (RecordLevel) LEVEL.getAcquire(this);
  }

  /// Since when a poll is observed that began unobserved and has ended at `endNanos`.
  ///
  /// @return 0 when the level was never raised from OFF, so that there can be none
  long observedSince(long endNanos) {
    LEVEL.getAcquire(this);
    long since = (long) OBSERVED_SINCE.getOpaque(this);
    return since != 0 && since - endNanos > 0 ? endNanos : since;
  }

  /// Changes the level.
  ///
  /// @param clock read when it is raised from OFF
  synchronized void set(RecordLevel wanted, LongSupplier clock) {
    if (wanted == level) {
      return;
    }
    if (level == RecordLevel.OFF) {
      OBSERVED_SINCE.setOpaque(this, clock.getAsLong());
    }
    if (lowest.includes(wanted)) {
      lowest = wanted;
    }
    LEVEL.setRelease(this, wanted);
  }

  /// The changes since the last call, for the sink: the level in force, and before it one that was lower than that and than
  /// the one before. The consumer, before it drains.
  synchronized List<RecordLevel> changes() {
    var before = told;
    var between = lowest;
    told = level;
    lowest = level;
    if (between != before && between != level) {
      return List.of(between, level);
    }
    return level == before ? List.of() : List.of(level);
  }
}
