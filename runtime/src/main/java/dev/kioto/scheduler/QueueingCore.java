package dev.kioto.scheduler;

import dev.kioto.probe.SchedulerEvent;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The core of a worker, as far as tasks wait in it: those that its tasks have woken, and those that gave way.
@SuppressWarnings("UnusedVariable") // the slot is read through its handle
abstract class QueueingCore extends ReplaceableCore {
  private static final VarHandle LIFO = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "lifoSlot",
      VarHandle.class, QueueingCore.class, ScheduledTask.class);

  final MultiThread scheduler;

  // Two queues of which the owner fills the one and, when that is empty and the driver has had its turn, changes over to the
  // other, in which the tasks that gave way wait. Thieves look at the first, and at both of a core that is leaving.
  volatile LocalQueue queue;
  private volatile LocalQueue yielded;

  // By the owner alone, plain, unless the slot is shared with thieves: then by swaps. From then on it is shared for good: what
  // the owner had put there before is seen by whoever sees that. A core that is replaced before keeps what it has in its slot
  // until its poll ends, and what it wakes just then: they wait as long as if it had not been replaced.
  private @Nullable ScheduledTask<?> lifoSlot;
  volatile boolean lifoShared; // set by the owner, between two polls

  boolean lifoEnabled;
  boolean parking;

  // The queue holds one task, for which no peer was woken since this worker was to run it next.
  private boolean quiet;

  QueueingCore(MultiThread scheduler) {
    super(scheduler);
    this.scheduler = scheduler;
    this.queue = new LocalQueue(options.localQueueCapacity);
    this.yielded = new LocalQueue(options.localQueueCapacity);
    this.lifoShared = options.sharesLifoSlot();
    this.lifoEnabled = options.lifoSlot;
  }

  // --- what the running task schedules ---

  @Override
  final void schedule(ScheduledTask<?> task) {
    if (isDetached()) {
      scheduler.submit(task, null);
      return;
    }
    stats.localSchedules.increment();
    if (!lifoEnabled) {
      pushNext(task, options.lifoSlot && !options.lifoStealing && queue.isEmpty()); // alone it waits as it would in the slot
      return;
    }
    var displaced = putLifo(task);
    if (displaced != null) {
      pushBack(displaced);
    }
    if (lifoShared && isDetached()) { // read after the swap, a full fence: else who took over may have looked before it
      expose();
    }
    if (displaced != null || options.lifoStealing) {
      notifyPeer();
    }
  }

  @Override
  final void reschedule(ScheduledTask<?> task, boolean yields) {
    if (isDetached()) {
      scheduler.submit(task, null);
    } else if (yields) {
      push(task, yielded);
    } else {
      pushNext(task, lifoSlot == null && queue.isEmpty());
    }
  }

  /// Queues a task, and wakes a peer for it unless this worker will run it next: to wake one for each task that keeps waking
  /// itself, or for each fourth link of a chain of wakes, would cost more than the polls.
  private void pushNext(ScheduledTask<?> task, boolean alone) {
    pushBack(task);
    if (alone && !wasReplaced()) {
      quiet = true;
    } else {
      quiet = false;
      notifyPeer();
    }
  }

  final void breakQuiet() {
    if (quiet) {
      quiet = false;
      notifyPeer();
    }
  }

  // After a push: else who took over may have looked before it.
  private boolean wasReplaced() {
    if (!lifoShared) {
      return false; // nobody takes over while this thread runs
    }
    VarHandle.fullFence();
    return isDetached();
  }

  final void pushBack(ScheduledTask<?> task) {
    push(task, queue);
  }

  private void push(ScheduledTask<?> task, LocalQueue to) {
    if (!to.push(task, scheduler.inject())) {
      stats.overflows.increment();
      tell(SchedulerEvent.OVERFLOWED, 0, to.overflown());
    }
  }

  final @Nullable ScheduledTask<?> takeLifo() {
    var task = lifoSlot;
    if (task == null) {
      return null;
    }
    if (lifoShared) {
      return (ScheduledTask<?>) LIFO.getAndSet(this, (ScheduledTask<?>) null);
    }
    lifoSlot = null;
    return task;
  }

  private @Nullable ScheduledTask<?> putLifo(ScheduledTask<?> task) {
    if (lifoShared) {
      return (ScheduledTask<?>) LIFO.getAndSet(this, task);
    }
    var displaced = lifoSlot;
    lifoSlot = task;
    return displaced;
  }

  // While it fires the driver's wakes a worker keeps them to itself, and wakes a peer once, afterwards.
  final void notifyPeer() {
    if (!parking) {
      scheduler.notifyParked();
    }
  }

  // --- what waits ---

  final @Nullable ScheduledTask<?> nextLocal() {
    var task = takeLifo();
    if (task == null) {
      quiet = false;
      task = queue.pop();
    }
    return task;
  }

  final void resumeYielded() {
    var waiting = yielded;
    if (waiting.isEmpty()) {
      return;
    }
    if (queue.isEmpty()) {
      yielded = queue;
      queue = waiting;
    } else {
      ScheduledTask<?> task;
      while ((task = waiting.pop()) != null) {
        pushBack(task);
      }
    }
    notifyPeer();
  }

  /// Moves what only this thread could run to where others find it. The owner, before it blocks.
  final void expose() {
    var next = takeLifo();
    if (next != null) {
      pushBack(next);
      notifyPeer();
    }
    breakQuiet();
    resumeYielded();
  }

  // Called by the thief.
  final @Nullable ScheduledTask<?> giveTo(QueueingCore thief) {
    var task = queue.stealInto(thief.queue, thief.stats.steals);
    boolean leaving = isLeaving();
    if (task == null && leaving) {
      task = yielded.stealInto(thief.queue, thief.stats.steals);
    }
    if (task == null && lifoShared && (leaving || thief.options.lifoStealing)) {
      task = takeLifo();
      if (task != null) {
        thief.stats.steals.add(1);
      }
    }
    return task;
  }

  /// Moves what waits to the inject queue. The owner, after its loop.
  ///
  /// @return whether anything did
  final boolean emptyQueues() {
    boolean left = empty(queue);
    left |= empty(yielded);
    return left;
  }

  private boolean empty(LocalQueue from) {
    boolean any = false;
    ScheduledTask<?> task;
    while ((task = from.pop()) != null) {
      scheduler.inject().push(task);
      any = true;
    }
    return any;
  }

  final boolean hasLocalTasks() {
    return lifoSlot != null || !queue.isEmpty();
  }

  /// Whether a thief could find something here. Any thread.
  final boolean hasStealable() {
    if (!queue.isEmpty()) {
      return true;
    }
    boolean leaving = isLeaving();
    return (leaving && !yielded.isEmpty())
        || (lifoShared && lifoSlot != null && (leaving || scheduler.options().lifoStealing));
  }

  /// Whether tasks that gave way wait here. Any thread.
  final boolean hasYielded() {
    return !yielded.isEmpty();
  }

  @Override
  final boolean mayBlock() {
    return currentTask() == null || isDetached();
  }

  @Override
  final int localDepth() {
    return queue.size() + (lifoSlot == null ? 0 : 1);
  }
}
