package dev.kioto.scheduler;

import dev.kioto.driver.Driver;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.ThreadProbe;
import dev.kioto.probe.WorkBell;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// What polls tasks on one thread: the run queue and the state that belong to that thread while it does. It stays with its
/// thread for life; a worker that is handed over gets a new one.
abstract class Core {
  /*
   * The fields without a note belong to the core's platform thread, and to a virtual thread while it is mounted on it.
   * Such a thread may come here by waking or spawning a task; nothing on that path may block (see InjectQueue), or it
   * would be unmounted and go on elsewhere with the queue of a thread that is no longer its own.
   */

  /// Units of the cooperative budget of one poll. Tokio's.
  static final int BUDGET = 128;

  private static final VarHandle CURRENT = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "currentTask",
      VarHandle.class, Core.class, ScheduledTask.class);

  SchedulerOptions options; // as of the last tick
  private final Scheduler scheduler;
  private final Hooks hooks;
  private final boolean hooked;
  private final @Nullable PollClock clock; // null: nobody asked
  final Choices choices;
  final CoreStats stats; // written here, and by PinnedWatch; read by any thread
  ThreadProbe probe;

  // Written by the core's thread, release; read by any thread, acquire, which then sees what the task is.
  private @Nullable ScheduledTask<?> currentTask;
  private int budget = BUDGET;

  // Whether nothing worth a clock reading happened since the last poll ended; not on a channel that others use as well.
  boolean afterPoll;
  private boolean sharesProbe;

  Core(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.options = scheduler.options();
    this.hooks = options.hooks;
    this.hooked = hooks.beforePoll() != null || hooks.afterPoll() != null;
    this.choices = new Choices(scheduler.nextSeed());
    this.stats = new CoreStats(options);
    this.clock = PollClock.of(options, stats);
    this.probe = scheduler.probe().shared();
  }

  // --- what the running task asks ---

  /// Queues a task that was woken or spawned on this core's thread.
  abstract void schedule(ScheduledTask<?> task);

  /// Whether the running task may block the thread: true when no task is polled, or the worker was handed over.
  abstract boolean mayBlock();

  /// Tasks in the run queue; a moment old for other threads.
  abstract int localDepth();

  /// The thread that runs this core, or null before it does. Any thread.
  abstract @Nullable Thread thread();

  /// The driver whose timers the running task joins.
  abstract Driver driver();

  final Scheduler scheduler() {
    return scheduler;
  }

  final @Nullable ScheduledTask<?> currentTask() {
    return currentTask;
  }

  /// Whether this core's thread is inside the poll of a task. That thread alone.
  @SuppressWarnings("ReferenceEquality") // of tasks the identity is meant
  final boolean isPolling(ScheduledTask<?> task) {
    return currentTask == task;
  }

  final long currentTaskId() {
    var task = currentTask;
    return task == null ? 0 : task.id();
  }

  // --- what others may ask ---

  /// The direct task whose thread waits without letting go of this core's, which it is pinned to, now; null when none does.
  /// Any thread.
  final @Nullable VirtualTask<?> pinned() {
    var carrier = thread();
    if (carrier == null || !isWaiting(carrier.getState())) {
      return null; // the usual case, at the price of one look
    }
    return (ScheduledTask<?>) CURRENT.getAcquire(this) instanceof VirtualTask<?> task && task.isMounted() ? task : null;
  }

  /// Whether a thread in this state uses no processor.
  static boolean isWaiting(Thread.State state) {
    return switch (state) {
      case BLOCKED, WAITING, TIMED_WAITING -> true;
      case NEW, RUNNABLE, TERMINATED -> false;
    };
  }

  // --- the probe ---

  /// Tells what follows by the channel of the calling thread.
  final void tellProbe(ThreadProbe own) {
    probe = own;
    sharesProbe = false;
    afterPoll = false;
  }

  /// Tells what follows by the shared channel: the polls are made inside one that the thread's own channel has told of.
  final void tellSharedProbe() {
    probe = scheduler.probe().shared();
    sharesProbe = true;
    afterPoll = false;
  }

  /// Tells of what the scheduler did, if anybody wants to know. The core's thread.
  final void tell(SchedulerEvent event, long other, long value) {
    if (scheduler.tracesScheduler()) {
      probe.schedulerEvent(event, other, value);
    }
  }

  /// Tells that the thread is about to sleep, if anybody wants to know. The core's thread.
  final void tellParking() {
    if (scheduler.tracesScheduler()) {
      probe.parking();
    }
  }

  /// The same of a look at the driver.
  final void tellTurn(int told) {
    if (told != Driver.NOT_ASKED) {
      tell(SchedulerEvent.DRIVER_TURN, 0, told);
    }
  }

  /// Counts time as busy from now on, and tells those who rest while there is nothing to look at.
  final void unparked(boolean afterPark) {
    stats.unparked(afterPark);
    WorkBell.ofProcess().ring();
  }

  // --- the budget ---

  final void resetBudget() {
    budget = BUDGET;
  }

  /// No limit for the rest of this poll.
  final void unconstrain() {
    budget = Integer.MAX_VALUE;
  }

  final boolean hasBudget() {
    return budget > 0;
  }

  final boolean takeBudget() {
    if (budget > 0) {
      budget--;
      return true;
    }
    stats.budgetForcedYield();
    return false;
  }

  final void restoreBudget() {
    budget++;
  }

  // --- polling ---

  /// Polls a task that was taken from a queue, once.
  final void poll(ScheduledTask<?> task) {
    task.claim();
    CURRENT.setRelease(this, task);
    stats.pollStarted(task.id(), started(task));
    if (hooked) {
      Hooks.run(hooks.beforePoll(), task, latency());
    }
    boolean over = task.poll(this);
    if (hooked) {
      Hooks.run(hooks.afterPoll(), task, latency());
    }
    long end = ended(task);
    stats.pollEnded();
    afterPoll = !sharesProbe;
    if (over) {
      task.end(probe); // may wake who joins it: still inside the task, as its poll was
      CURRENT.setRelease(this, (ScheduledTask<?>) null);
      return;
    }
    CURRENT.setRelease(this, (ScheduledTask<?>) null);
    boolean yields = task.takeDeferred();
    if (task.releaseAfterPoll()) {
      task.scheduledAtNanos = end;
      reschedule(task, yields);
    }
  }

  private long started(ScheduledTask<?> task) {
    long at = probe.pollStarted(task.id(), task.scheduledAtNanos, afterPoll);
    return clock == null ? at : clock.pollStarted(at, task.scheduledAtNanos, afterPoll);
  }

  private long ended(ScheduledTask<?> task) {
    long at = probe.pollEnded(task.id(), task.takeWakersTaken());
    return clock == null ? at : clock.pollEnded(at);
  }

  private long latency() {
    return clock == null ? PollClock.UNKNOWN : clock.latency();
  }

  /// Queues a task again that was woken during its poll.
  ///
  /// @param yields it asked to be polled after the others and the driver
  abstract void reschedule(ScheduledTask<?> task, boolean yields);
}
