package dev.kioto.time;

import dev.kioto.driver.Clock;
import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ticks that are a period apart. Made by [Time#interval] and [Time#intervalAt].
///
/// ```java
/// var interval = Time.interval(Duration.ofSeconds(1));
/// while (true) {
///   interval.tick().await();   // the first is ready at once
///   // ...
/// }
/// ```
///
/// The period is from tick to tick, not from the end of what is done at one to the next. When that takes so long that ticks
/// are missed, [#setMissedTickBehavior] says what happens. One task at a time uses it. It holds nothing that needs closing.
///
/// After Tokio's `time/interval.rs`.
public final class Interval {
  private static final ResourceType<Interval> TYPE = ResourceType.of("Interval", ResourceKind.TIMER,
      (interval, out) -> out.set("duration", TimeUnit.NANOSECONDS.toMillis(interval.periodNanos), "ms"));
  private static final long LATE_NANOS = 5_000_000; // Tokio's

  private final Observed observed = Observed.of(TYPE);
  private final Duration period;
  private final long periodNanos;
  private final Sleep delay;

  // The user's thread.
  private MissedTickBehavior missedTickBehavior = MissedTickBehavior.BURST;

  /// @param now by the clock, as the start is
  Interval(long now, long startNanos, Duration period) {
    if (!Objects.requireNonNull(period, "period").isPositive()) {
      throw new IllegalArgumentException("the period of an interval must be above zero, but is " + period);
    }
    this.period = period;
    periodNanos = Durations.waitNanos(period);
    delay = new Sleep(now, startNanos);
  }

  /// A future of the next tick: of the moment at which it was due. It may be dropped and made anew: the tick is taken by the
  /// poll that is ready.
  public Future<Moment> tick() {
    return new Tick();
  }

  /// Takes the next tick if it is due, for futures that are written by hand. Ready, it has not arranged for a wake at the tick
  /// after; poll again for that.
  ///
  /// @throws IllegalStateException outside of a runtime
  public Poll<Moment> pollTick(Context cx) {
    if (!delay.pollTimer(cx).isReady()) {
      return Poll.pending();
    }
    long tick = delay.deadlineNanos();
    long now = Time.nanos();
    boolean late = now - tick > LATE_NANOS;
    delay.reset(now, late ? missedTickBehavior.next(tick, now, periodNanos) : Clock.plus(tick, periodNanos));
    return Poll.ready(new Moment(tick));
  }

  /// The next tick is one period from now.
  public void reset() {
    resetAfter(period);
  }

  /// The next tick is now.
  public void resetImmediately() {
    resetAfter(Duration.ZERO);
  }

  /// The next tick is after a duration; a negative one is none.
  public void resetAfter(Duration after) {
    long now = Time.nanos();
    delay.reset(now, Clock.plus(now, Durations.waitNanos(after)));
  }

  /// The next tick is at a moment.
  public void resetAt(Moment moment) {
    delay.reset(moment);
  }

  /// From tick to tick.
  public Duration period() {
    return period;
  }

  /// What happens after a late tick.
  public MissedTickBehavior missedTickBehavior() {
    return missedTickBehavior;
  }

  /// Says what happens after a late tick, from the next one on.
  public void setMissedTickBehavior(MissedTickBehavior behavior) {
    missedTickBehavior = Objects.requireNonNull(behavior, "behavior");
  }

  private final class Tick extends Operation<Moment> {
    @Override
    protected Poll<Moment> step(Context cx) {
      return pollTick(cx);
    }

    @Override
    protected void giveUp() {
      delay.leave();
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("a tick " + delay.due());
    }

    @Override
    protected String source() {
      return "Interval::tick";
    }

    @Override
    protected @Nullable Resource resource() {
      return observed.resource(Interval.this);
    }
  }
}
