package dev.kioto.scheduler;

import dev.kioto.probe.WorkerView.State;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// What a core tells of itself. Every field but one is written by the core's thread alone, opaque, and read opaque by any
/// thread: each figure is whole and a moment old, and no order among them is promised.
@SuppressWarnings("UnusedVariable") // fields are read through their handles
final class CoreStats {
  private static final VarHandle STATE = handle("state", State.class);
  private static final VarHandle TASK = handle("task", long.class);
  private static final VarHandle POLL_STARTED = handle("pollStarted", long.class);
  private static final VarHandle POLLS = handle("polls", long.class);
  private static final VarHandle BUSY = handle("busy", long.class);
  private static final VarHandle LAST_YIELD = handle("lastYield", long.class);

  final LocalQueue.StealCount steals = new LocalQueue.StealCount();
  final Count parks = new Count();
  final Count unparks = new Count();
  final Count noops = new Count();
  final Count overflows = new Count();
  final Count localSchedules = new Count();
  final Count budgetForcedYields = new Count();
  final Count pinnedParks = new Count(); // by the thread of PinnedWatch, or of whoever sums up a core that has left

  /// Null when not asked for.
  final @Nullable Histogram pollTimes;
  final @Nullable Histogram scheduleLatencies;
  private State state = State.PARKED;
  private long task;
  private long pollStarted;
  private long polls;
  private long lastYield; // the task that spent its budget last

  // Twice the busy time, while parked. While awake, twice the busy time less the instant of the unpark, plus 1: one word, so
  // that a reader who adds the time now gets a figure that never goes down.
  private long busy;

  CoreStats(SchedulerOptions options) {
    this(options.pollTimeHistogram ? new Histogram(options.pollTimeBuckets) : null,
        options.scheduleLatencyHistogram ? new Histogram(options.scheduleLatencyBuckets) : null);
  }

  private CoreStats(@Nullable Histogram pollTimes, @Nullable Histogram scheduleLatencies) {
    this.pollTimes = pollTimes;
    this.scheduleLatencies = scheduleLatencies;
  }

  private static VarHandle handle(String field, Class<?> type) {
    return ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), field, VarHandle.class, CoreStats.class, type);
  }

  /// The figures of two cores of which neither runs any more.
  static CoreStats sum(CoreStats a, CoreStats b) {
    var sum = new CoreStats(Histogram.sum(a.pollTimes, b.pollTimes),
        Histogram.sum(a.scheduleLatencies, b.scheduleLatencies));
    sum.state = State.STOPPED;
    sum.polls = a.pollCount() + b.pollCount();
    sum.busy = (a.busyNanos() + b.busyNanos()) << 1;
    sum.steals.add(a.steals, b.steals);
    sum.parks.add(a.parks.get() + b.parks.get());
    sum.unparks.add(a.unparks.get() + b.unparks.get());
    sum.noops.add(a.noops.get() + b.noops.get());
    sum.overflows.add(a.overflows.get() + b.overflows.get());
    sum.localSchedules.add(a.localSchedules.get() + b.localSchedules.get());
    sum.pinnedParks.add(a.pinnedParks.get() + b.pinnedParks.get());
    sum.budgetForcedYields.add(a.budgetForcedYields.get() + b.budgetForcedYields.get());
    return sum;
  }

  void searching() {
    STATE.setOpaque(this, State.SEARCHING);
  }

  void pollStarted(long taskId, long atNanos) {
    POLL_STARTED.setOpaque(this, atNanos);
    TASK.setOpaque(this, taskId);
    STATE.setOpaque(this, State.POLLING);
  }

  void pollEnded() {
    TASK.setOpaque(this, 0L);
    POLLS.setOpaque(this, polls + 1);
  }

  void budgetForcedYield() {
    LAST_YIELD.setOpaque(this, task);
    budgetForcedYields.increment();
  }

  void parked(boolean noop) {
    idle(State.PARKED);
    parks.increment();
    if (noop) {
      noops.increment();
    }
  }

  /// Woken by the driver, or for no reason, with nothing to run: sleeps on. The state and the busy time are as they were, for there
  /// was nothing to be busy with.
  void parkedAgain() {
    unparks.increment();
    parks.increment();
    noops.increment();
  }

  void unparked(boolean afterPark) {
    if (afterPark) {
      unparks.increment();
    }
    BUSY.setOpaque(this, (((busy >> 1) - System.nanoTime()) << 1) | 1);
    STATE.setOpaque(this, State.SEARCHING);
  }

  /// Looks for tasks still, which does not count as busy.
  void spins() {
    idle(State.SEARCHING);
  }

  void stopped() {
    idle(State.STOPPED);
  }

  private void idle(State next) {
    if ((busy & 1) != 0) {
      BUSY.setOpaque(this, ((busy >> 1) + System.nanoTime()) << 1);
    }
    STATE.setOpaque(this, next);
  }

  State state() {
    return (State) STATE.getOpaque(this);
  }

  long currentTaskId() {
    return (long) TASK.getOpaque(this);
  }

  long pollStartedNanos() {
    return (long) POLL_STARTED.getOpaque(this);
  }

  long lastBudgetForcedYield() {
    return (long) LAST_YIELD.getOpaque(this);
  }

  long pollCount() {
    return (long) POLLS.getOpaque(this);
  }

  long pollTimeCount(int bucket) {
    return pollTimes == null ? 0 : pollTimes.count(bucket);
  }

  long scheduleLatencyCount(int bucket) {
    return scheduleLatencies == null ? 0 : scheduleLatencies.count(bucket);
  }

  long busyNanos() {
    long word = (long) BUSY.getOpaque(this);
    return (word & 1) == 0 ? word >> 1 : (word >> 1) + System.nanoTime();
  }
}
