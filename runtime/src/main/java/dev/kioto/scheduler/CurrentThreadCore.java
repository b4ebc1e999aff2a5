package dev.kioto.scheduler;

import dev.kioto.driver.Driver;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.WorkerView;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The run queue of a runtime without threads of its own. It belongs to the thread that has taken it from the [CurrentThread],
/// which alone calls it, and to a virtual thread that this one carries.
///
/// The loop is that of Tokio's `runtime/scheduler/current_thread/mod.rs`.
final class CurrentThreadCore extends Core {
  static final int GLOBAL_QUEUE_INTERVAL = 31; // Tokio's
  private static final int INITIAL_CAPACITY = 64;

  private final CurrentThread scheduler;
  private final Ring<ScheduledTask<?>> queue = new Ring<>(INITIAL_CAPACITY);
  private final Ring<ScheduledTask<?>> yielded = new Ring<>(16);
  private final PollTuning tuning; // for the mean alone: the interval is fixed
  private int untilInject;
  private int polls; // since the last sleep

  // The size of the queue, for others. Written by the owner, opaque.
  private final Count depth = new Count();

  private final DriverInterrupts interrupts = new DriverInterrupts();
  private volatile @Nullable Thread thread; // who drives, or drove last; read by any thread

  CurrentThreadCore(CurrentThread scheduler) {
    super(scheduler);
    this.scheduler = scheduler;
    untilInject = injectInterval();
    tuning = new PollTuning(GLOBAL_QUEUE_INTERVAL);
  }

  private int injectInterval() {
    return options.globalQueueInterval == 0 ? GLOBAL_QUEUE_INTERVAL : options.globalQueueInterval;
  }

  /// @param nested whether the thread waits inside a poll, of the code that it gave to `blockOn`
  void takenBy(Thread driver, boolean nested) {
    thread = driver;
    if (nested) {
      tellSharedProbe();
    } else {
      tellProbe(scheduler.probeOfThread());
    }
    unparked(false);
    tuning.batchStarts(System.nanoTime());
  }

  void givenBack() {
    interrupts.leave();
    tuning.batchEnds(System.nanoTime());
    stats.stopped();
  }

  /// Runs one batch of tasks, then looks at the driver, or sleeps when there is nothing to run.
  ///
  /// @param wanted what the caller waits for: no sleep begins when it is there
  /// @return whether the thread was interrupted, which this ends; the status is cleared, so that no task takes it for its own
  boolean turn(Parker parker, BooleanSupplier wanted) {
    for (int i = 0; isToGoOn(i); i++) {
      interrupts.listen();
      if (Thread.interrupted()) {
        return true;
      }
      var task = next();
      if (task == null) {
        idle(parker, wanted);
        return Thread.interrupted();
      }
      polls++;
      resetBudget();
      tuning.polled();
      poll(task);
      if (task instanceof VirtualTask && interrupts.heard()) {
        Thread.interrupted();
        return true;
      }
    }
    turnDriver();
    return Thread.interrupted();
  }

  @SuppressWarnings("ReferenceEquality") // of settings the identity is meant: see LiveSettings
  private boolean isToGoOn(int ticks) {
    var now = scheduler.options();
    if (now != options) {
      options = now;
      untilInject = Math.min(untilInject, injectInterval());
    }
    return ticks < now.eventInterval && !scheduler.isStopping();
  }

  private void idle(Parker parker, BooleanSupplier wanted) {
    if (!yielded.isEmpty()) {
      turnDriver();
      return;
    }
    long before = System.nanoTime();
    tuning.batchEnds(before);
    stats.parked(polls == 0);
    polls = 0;
    tellParking();
    Hooks.run(options.hooks.threadPark());
    if (queue.isEmpty() && !wanted.getAsBoolean() && !scheduler.isStopping()) {
      tellTurn(parker.park(driver()));
    }
    unparked(true);
    long now = System.nanoTime();
    tuning.batchStarts(now);
    SpawnTimes.SHARED.note(now);
    afterPoll = false;
    tell(SchedulerEvent.PARKED, 0, now - before);
    Hooks.run(options.hooks.threadUnpark());
  }

  private void turnDriver() {
    long now = System.nanoTime();
    tellTurn(driver().turn(now, Integer.MAX_VALUE));
    SpawnTimes.SHARED.note(now);
    tuning.batchEnds(now);
    afterPoll = false;
    ScheduledTask<?> task;
    while ((task = yielded.poll()) != null) {
      add(queue, task);
    }
    showDepth();
  }

  private @Nullable ScheduledTask<?> next() {
    if (--untilInject <= 0) {
      untilInject = injectInterval();
      var task = scheduler.inject().pop();
      if (task == null) {
        return nextLocal();
      }
      untilInject = Math.max(untilInject, PollTuning.MIN_INTERVAL); // or who waits here would wait for that queue's end
      return task;
    }
    var task = nextLocal();
    return task != null ? task : scheduler.inject().pop();
  }

  private @Nullable ScheduledTask<?> nextLocal() {
    var task = queue.poll();
    showDepth();
    return task;
  }

  private void showDepth() {
    depth.add(queue.size() - depth.get());
  }

  @Override
  void reschedule(ScheduledTask<?> task, boolean yields) {
    add(yields ? yielded : queue, task);
    showDepth();
  }

  private void add(Ring<ScheduledTask<?>> to, ScheduledTask<?> task) {
    try {
      to.add(task);
    } catch (OutOfMemoryError _) {
      scheduler.inject().push(task); // which finds a place
    }
  }

  @Override
  void schedule(ScheduledTask<?> task) {
    stats.localSchedules.increment();
    add(queue, task);
    showDepth();
  }

  /// Moves all tasks to the inject queue. After the last turn.
  void handOver() {
    ScheduledTask<?> task;
    while ((task = yielded.poll()) != null || (task = queue.poll()) != null) {
      scheduler.inject().push(task);
    }
    showDepth();
  }

  @Override
  boolean mayBlock() {
    return false; // nobody else runs what the caller would wait for
  }

  @Override
  int localDepth() {
    return (int) depth.get();
  }

  @Override
  @Nullable Thread thread() {
    return thread;
  }

  @Override
  Driver driver() {
    return scheduler.driver();
  }

  /// What an observer may read of the one that drives.
  WorkerView view() {
    return new View();
  }

  private final class View implements WorkerView {
    @Override
    public int index() {
      return 0;
    }

    @Override
    public String threadName() {
      var driver = thread;
      return driver == null ? "" : driver.getName();
    }

    @Override
    public long threadId() {
      var driver = thread;
      return driver == null ? 0 : driver.threadId();
    }

    @Override
    public State state() {
      return stats.state();
    }

    @Override
    public long currentTaskId() {
      return stats.currentTaskId();
    }

    @Override
    public long pollStartedNanos() {
      return stats.pollStartedNanos();
    }

    @Override
    public long pollCount() {
      return stats.pollCount();
    }

    @Override
    public long busyNanos() {
      return stats.busyNanos();
    }

    @Override
    public long parkCount() {
      return stats.parks.get();
    }

    @Override
    public long parkUnparkCount() {
      return stats.parks.get() + stats.unparks.get();
    }

    @Override
    public long stealCount() {
      return 0;
    }

    @Override
    public long stealOperations() {
      return 0;
    }

    @Override
    public long overflowCount() {
      return 0;
    }

    @Override
    public long noopCount() {
      return stats.noops.get();
    }

    @Override
    public long pinnedParkCount() {
      return stats.pinnedParks.get();
    }

    @Override
    public boolean isPinned() {
      return pinned() != null;
    }

    @Override
    public long localScheduleCount() {
      return stats.localSchedules.get();
    }

    @Override
    public long budgetForcedYieldCount() {
      return stats.budgetForcedYields.get();
    }

    @Override
    public long lastBudgetForcedYield() {
      return stats.lastBudgetForcedYield();
    }

    @Override
    public long meanPollNanos() {
      return tuning.meanPollNanos();
    }

    @Override
    public long pollTimeCount(int bucket) {
      return stats.pollTimeCount(bucket);
    }

    @Override
    public long scheduleLatencyCount(int bucket) {
      return stats.scheduleLatencyCount(bucket);
    }

    @Override
    public int localQueueDepth() {
      return localDepth();
    }
  }
}
