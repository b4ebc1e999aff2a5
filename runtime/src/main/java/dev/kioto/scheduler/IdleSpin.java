package dev.kioto.scheduler;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// For how long a worker that has found no task goes on looking before it parks. To sleep and be woken takes two system calls and
/// the time in which a processor comes back from its rest, which is many times what a task takes; so where the next task tends
/// to come at once, to wait for it costs less. Where it tends not to, this soon stops trying, but for a try now and then.
/// The worker's own thread.
final class IdleSpin {
  private static final int LOOKS_PER_CLOCK = 8;
  private static final long WORTH_NANOS = 2_000; // a guess: below this no task has the time to come
  private static final int PARKS_PER_TRY = 32; // a guess: then a try costs a park little

  private long maxNanos;
  private long nanos;
  private int parksUntilTry;
  private long until;
  private int looks;

  /// @param max how long at most; zero for never
  IdleSpin(Duration max) {
    limit(max);
  }

  /// Begins anew with another limit.
  void limit(Duration max) {
    maxNanos = TimeUnit.NANOSECONDS.convert(max);
    nanos = maxNanos;
  }

  /// The worker would park.
  ///
  /// @return whether to spin first
  boolean starts() {
    if (nanos < WORTH_NANOS) {
      if (maxNanos < WORTH_NANOS || --parksUntilTry > 0) {
        return false;
      }
      nanos = maxNanos;
    }
    until = System.nanoTime() + nanos;
    looks = 0;
    return true;
  }

  /// Waits for an instant.
  ///
  /// @return whether to look once more
  boolean goesOn() {
    Thread.onSpinWait();
    if (++looks % LOOKS_PER_CLOCK != 0 || System.nanoTime() - until < 0) {
      return true;
    }
    nanos >>= 1;
    parksUntilTry = PARKS_PER_TRY;
    return false;
  }

  /// Whether to look everywhere this time, and not only where one look tells.
  boolean looksEverywhere() {
    return looks % LOOKS_PER_CLOCK == 0;
  }

  /// A task came.
  void found() {
    nanos = maxNanos;
  }
}
