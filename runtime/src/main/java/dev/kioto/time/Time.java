package dev.kioto.time;

import dev.kioto.driver.Clock;
import dev.kioto.future.Future;
import dev.kioto.scheduler.Current;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes futures of time, and moves the clock of a runtime in tests.
///
/// What waits may be made anywhere, and joins the timer of the runtime in which it is first polled. Deadlines are kept in
/// milliseconds, rounded up: nothing happens early. A duration of more than 30 years is taken as 30 years, a negative one as
/// none, unless stated otherwise. Any thread.
///
/// After Tokio's `time`.
public final class Time {
  private Time() {}

  // --- what time it is ---

  /// The present moment by the clock of the calling thread's runtime; outside of one by the system's, which is the same unless
  /// that was paused.
  public static Moment now() {
    return new Moment(nanos());
  }

  /// The wall clock that goes with [#now]: stands still and moves with the runtime's clock once that was paused, and is the
  /// system's before and elsewhere. For code that takes its time from an [InstantSource] or, by
  /// [InstantSource#withZone], from a [java.time.Clock]. It asks for the runtime of the calling thread at each reading.
  public static InstantSource instantSource() {
    return () -> {
      var clock = clock();
      return clock == null ? Instant.now() : clock.wall();
    };
  }

  static long nanos() {
    var clock = clock();
    return clock == null ? Clock.systemNow() : clock.now();
  }

  // Null for the system's.
  private static @Nullable Clock clock() {
    if (!Clock.everPaused()) {
      return null;
    }
    var scheduler = Current.schedulerOrNull();
    return scheduler == null ? null : scheduler.clock();
  }

  // --- the clock of a test ---

  /// Has the clock of the calling thread's runtime stand still, from its next whole millisecond on. [#advance] moves it; and
  /// so does the runtime when it has nothing to run: then the clock jumps to the next deadline of a timer. It does not while
  /// a job of `spawnBlocking` runs or waits, nor while a task is runnable. What the JDK waits for by itself, as
  /// [Thread#sleep] or a socket, goes by the system's clock and does not hold this one.
  ///
  /// The clock goes on when the runtime shuts down.
  ///
  /// @throws IllegalStateException outside of a runtime, in a multi-thread one, and when the clock is paused already
  public static void pause() {
    Current.scheduler().pauseClock();
  }

  /// Has a paused clock go on from where it stands.
  ///
  /// @throws IllegalStateException outside of a runtime, and when its clock is not paused
  public static void resume() {
    Current.scheduler().resumeClock();
  }

  /// A future that moves a paused clock forward at once, fires the timers that are due then, and is ready after the tasks that
  /// were woken by them have had a turn. The clock does not stop at deadlines in between. The future throws
  /// [IllegalStateException] outside of a runtime, and when its clock is not paused. Dropped before its first poll it does
  /// nothing, and after it no less than it would have.
  ///
  /// @param duration may be less than a millisecond
  /// @throws IllegalArgumentException when it is negative: the clock never goes back
  public static Future<@Nullable Void> advance(Duration duration) {
    if (Objects.requireNonNull(duration, "duration").isNegative()) {
      throw new IllegalArgumentException("a clock is advanced by zero or more, but the duration is " + duration);
    }
    return new Advance(Durations.waitNanos(duration));
  }

  // --- waiting ---

  /// A future that is ready after a duration, counted from this call.
  ///
  /// @param duration zero or less is ready at the first poll, which still has to be made inside a runtime
  public static Sleep sleep(Duration duration) {
    long nanos = Durations.waitNanos(duration);
    long now = nanos();
    return new Sleep(now, Clock.plus(now, nanos));
  }

  /// A future that is ready at a moment, or at its first poll when that has passed.
  public static Sleep sleepUntil(Moment deadline) {
    return new Sleep(nanos(), Objects.requireNonNull(deadline, "deadline").nanos());
  }

  /// Ticks that are a period apart, the first of them now; see [Interval].
  ///
  /// @throws IllegalArgumentException when the period is zero or less
  public static Interval interval(Duration period) {
    long now = nanos();
    return new Interval(now, now, period);
  }

  /// Ticks that are a period apart, the first of them at `start`, or at once when that has passed.
  ///
  /// @throws IllegalArgumentException when the period is zero or less
  public static Interval intervalAt(Moment start, Duration period) {
    return new Interval(nanos(), Objects.requireNonNull(start, "start").nanos(), period);
  }

  /// A future of the value of another one, which throws [ElapsedException] when that is not ready after a duration, counted
  /// from this call, and drops it. It is polled before the time is looked at, so that one that is ready in time is not lost
  /// by a late poll, and the time is looked at however busy it is; one that does not return from its poll is not stopped.
  ///
  /// @param duration zero or less: the future is polled once
  /// @throws NullPointerException when either is null
  public static <T extends @Nullable Object> Future<T> timeout(Duration duration, Future<T> future) {
    return new Timeout<>(Objects.requireNonNull(future, "future").intoFuture(), sleep(duration));
  }

  /// The same with a deadline; see [#timeout].
  public static <T extends @Nullable Object> Future<T> timeoutAt(Moment deadline, Future<T> future) {
    return new Timeout<>(Objects.requireNonNull(future, "future").intoFuture(), sleepUntil(deadline));
  }
}
