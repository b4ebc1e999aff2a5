package dev.kioto.time;

import dev.kioto.driver.TimerEntry;
import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import dev.kioto.scheduler.Current;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A future that is ready once its deadline has passed. Made by [Time#sleep] and [Time#sleepUntil].
///
/// [#reset] gives it another deadline at any time, also after it was ready, when it may be polled again. To put off one that
/// waits is cheap: it takes no lock and does not move it in the timer. One task at a time polls and resets it; what it says
/// of itself may be asked by any thread. A drop leaves the timer, and nothing is lost by it.
///
/// After Tokio's `time/sleep.rs`.
public final class Sleep extends Operation<@Nullable Void> {
  private static final ResourceType<Sleep> TYPE = ResourceType.of("Sleep", ResourceKind.TIMER,
      (sleep, out) -> out.set("duration", sleep.durationMillis(), "ms"));
  private static final VarHandle DEADLINE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "deadlineNanos",
      VarHandle.class, Sleep.class, long.class);

  // Both written by the owner; read by any thread, the deadline opaque.
  private long sinceNanos;
  private long deadlineNanos;

  // Written by the owner; whoever describes the sleep may see an old one.
  private @Nullable TimerEntry entry;

  // Both: the polling thread.
  private @Nullable Resource observed; // null before it is told of, and when it is over
  private boolean wasReset;

  /// @param now from when on the time is counted, by the clock
  Sleep(long now, long deadlineNanos) {
    sinceNanos = now;
    this.deadlineNanos = deadlineNanos;
  }

  @Override
  protected Poll<@Nullable Void> step(Context cx) {
    return pollTimer(cx);
  }

  /// Joins the timer of the polling thread's runtime at the first poll.
  ///
  /// @throws IllegalStateException when the first poll is made outside a runtime, or in one without timers
  /// @throws dev.kioto.future.CancelledException when the runtime has shut down before the deadline
  Poll<@Nullable Void> pollTimer(Context cx) {
    var timer = entry;
    if (timer == null) {
      timer = Current.scheduler().timer(deadlineNanos);
      entry = timer;
    }
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    if (deadlineNanos <= sinceNanos) {
      return Poll.ready(null); // it had passed when it was set
    }
    var poll = timer.poll(cx.waker());
    if (!poll.isReady()) {
      cx.restoreBudget();
    }
    return poll;
  }

  @Override
  protected void giveUp() {
    leave();
  }

  /// Leaves the timer, until the next poll.
  void leave() {
    var timer = entry;
    if (timer != null) {
      timer.cancel();
      entry = null;
    }
  }

  /// Changes the deadline. A task that waits is woken at the new one; if that has passed, at once.
  public void reset(Moment deadline) {
    reset(Time.nanos(), Objects.requireNonNull(deadline, "deadline").nanos());
    wasReset = true;
    again();
  }

  void reset(long now, long deadline) {
    sinceNanos = now;
    DEADLINE.setOpaque(this, deadline);
    var timer = entry;
    if (timer != null && !timer.reset(deadline)) {
      entry = null; // it has fired, and does so once: the next poll makes another
    }
  }

  /// When it is ready.
  public Moment deadline() {
    return new Moment(deadlineNanos());
  }

  long deadlineNanos() {
    return (long) DEADLINE.getOpaque(this);
  }

  /// Whether the deadline has passed, by the clock of the runtime that it waits in, or of the caller's before it does. It is ready
  /// a millisecond later at the latest, by a timer that is on time.
  public boolean isElapsed() {
    return now() >= deadlineNanos();
  }

  /// How long until the deadline; zero when it has passed.
  public Duration remaining() {
    return deadline().since(new Moment(now()));
  }

  private long now() {
    var timer = entry;
    return timer == null ? Time.nanos() : timer.clock().now();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(due());
  }

  /// `due in 5 s`, for people.
  String due() {
    long millis = (deadlineNanos() - now()) / 1_000_000;
    String far = Math.abs(millis) < 10_000 ? Math.abs(millis) + " ms" : Math.abs(millis) / 1_000 + " s";
    return millis > 0 ? "due in " + far : "due " + far + " ago";
  }

  // --- the probe ---

  @Override
  protected String source() {
    return wasReset ? "Sleep::reset" : "Sleep::new_timeout";
  }

  @Override
  protected @Nullable Resource resource() {
    if (observed == null) {
      observed = Resource.open(TYPE, this);
    }
    return observed;
  }

  @Override
  protected void over() {
    var known = observed;
    observed = null;
    if (known != null) {
      known.end();
    }
  }

  long durationMillis() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNanos() - sinceNanos));
  }
}
