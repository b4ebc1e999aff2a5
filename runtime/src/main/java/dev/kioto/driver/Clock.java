package dev.kioto.driver;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What a runtime takes for the time: the system's, or one that stands still and is moved by hand. Instants are nanoseconds since
/// the process first asked, so that those of two runtimes compare. Any thread.
///
/// After Tokio's `time/clock.rs`.
public final class Clock {
  /*
   * state: a value that is replaced whole, by CAS. Who changes it (pause, resume, advance) then unparks who sleeps in the
   * driver, which decides by the state how long to sleep after it has made itself known: see Timers.
   *
   * jobs: above 0 while code runs that the clock must not outrun. It goes down after whatever the code woke, so that
   * whoever reads 0 finds those wake-ups.
   */
  static final long NANOS_PER_TICK = 1_000_000; // Tokio's millisecond

  private static final long ORIGIN = System.nanoTime();

  // Whether any clock was ever paused: until then nobody need ask which clock is meant. Set before the first is.
  private static volatile boolean everPaused;

  private final boolean pausable;
  private final AtomicReference<State> state = new AtomicReference<>(new State(false, 0, 0, null, 0));
  private final AtomicInteger jobs = new AtomicInteger();

  /// A clock that stands at `nanos`, or that stood there when the system's was at `systemNanos` and goes on since.
  ///
  /// @param wall the wall clock when this one was at `wallNanos`; null for one that was never paused
  private record State(boolean frozen, long nanos, long systemNanos, @Nullable Instant wall, long wallNanos) {
    long at(long now) {
      return frozen ? nanos : nanos + (now - systemNanos);
    }

    State frozenAt(long at) {
      return new State(true, at, 0, wall, wallNanos);
    }
  }

  /// @param pausable whether it may be paused: where one thread alone runs what looks at it
  /// @param paused whether it starts so
  public Clock(boolean pausable, boolean paused) {
    this.pausable = pausable;
    if (paused) {
      pause();
    }
  }

  /// A clock that cannot be paused.
  public static Clock system() {
    return new Clock(false, false);
  }

  /// The instant of the system's clock, which every clock shows that was never paused.
  public static long systemNow() {
    return System.nanoTime() - ORIGIN;
  }

  /// Whether a clock of this process was ever paused.
  public static boolean everPaused() {
    return everPaused;
  }

  /// The instant.
  public long now() {
    return at(System.nanoTime());
  }

  /// The instant at a reading of [System#nanoTime].
  public long at(long nanoTime) {
    long system = nanoTime - ORIGIN;
    return pausable ? state.get().at(system) : system;
  }

  /// What a wall clock shows that goes on with this one.
  public Instant wall() {
    var seen = state.get();
    return seen.wall == null ? Instant.now() : seen.wall.plusNanos(seen.at(systemNow()) - seen.wallNanos);
  }

  /// Whether it may be paused.
  public boolean isPausable() {
    return pausable;
  }

  /// Whether it stands still.
  public boolean isPaused() {
    return pausable && state.get().frozen;
  }

  /// Makes it stand still, at the next tick, so that whole milliseconds from then on are met exactly.
  ///
  /// @return false when it does
  public boolean pause() {
    everPaused = true;
    return replace(false, seen -> {
      long at = ceil(seen.at(systemNow()));
      return seen.wall == null ? new State(true, at, 0, Instant.now(), at) : seen.frozenAt(at);
    });
  }

  /// Lets it go on from where it stands.
  ///
  /// @return false when it goes
  public boolean resume() {
    return replace(true, seen -> new State(false, seen.nanos, systemNow(), seen.wall, seen.wallNanos));
  }

  /// Moves it forward.
  ///
  /// @return false when it does not stand still
  public boolean advance(Duration duration) {
    return replace(true, seen -> seen.frozenAt(plus(seen.nanos, duration.toNanos())));
  }

  /// Moves it forward to an instant, unless it is there or goes by itself.
  void advanceTo(long nanos) {
    replace(true, seen -> nanos > seen.nanos ? seen.frozenAt(nanos) : seen);
  }

  private interface Change {
    State of(State seen);
  }

  private boolean replace(boolean frozen, Change change) {
    while (true) {
      var seen = state.get();
      if (seen.frozen != frozen) {
        return false;
      }
      if (state.compareAndSet(seen, change.of(seen))) {
        return true;
      }
    }
  }

  /// Whether it stands still, and whoever has nothing to do may move it on.
  boolean mayAdvance() {
    return isPaused() && jobs.get() == 0;
  }

  /// Something runs that it must not outrun, until [#jobEnded].
  public void jobStarted() {
    jobs.incrementAndGet();
  }

  /// After the wake-ups that the job made.
  public void jobEnded() {
    jobs.decrementAndGet();
  }

  /// An instant that is later by `nanos`, or the last that there is.
  public static long plus(long instant, long nanos) {
    long sum = instant + nanos;
    return ((instant ^ sum) & (nanos ^ sum)) < 0 ? (nanos < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  /// The tick that has begun.
  static long tickAt(long instant) {
    return Math.floorDiv(instant, NANOS_PER_TICK);
  }

  /// The first tick that begins no earlier than an instant.
  static long tickFrom(long instant) {
    return instant <= 0 ? 0 : Math.ceilDiv(instant, NANOS_PER_TICK);
  }

  private static long ceil(long instant) {
    return tickFrom(instant) * NANOS_PER_TICK;
  }
}
