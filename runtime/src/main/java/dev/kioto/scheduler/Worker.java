package dev.kioto.scheduler;

import dev.kioto.probe.ThreadProbe;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// One worker: takes tasks from its local queue, the inject queue and its peers, polls them, and sleeps when there are
/// none.
///
/// The loop is that of Tokio's `runtime/scheduler/multi_thread/worker.rs`.
final class Worker {
  /*
   * The fields without a note belong to the worker's platform thread, and to a virtual thread while it is mounted on it.
   * Such a thread may come here by waking or spawning a task; nothing on that path may block (see InjectQueue), or it
   * would be unmounted and go on elsewhere with the queue of a worker that is no longer its own.
   */
  static final int MAX_LIFO_POLLS_PER_TICK = 3; // Tokio's, against two tasks that starve the rest

  private final Scheduler scheduler;
  private final SchedulerOptions options;
  private final int index;
  private final LocalQueue queue;
  private final WorkerThread thread;
  private final Parker parker;
  private final WorkerStats stats; // written here, read by any thread
  private ThreadProbe probe;

  private @Nullable ScheduledTask<?> lifoSlot;
  private boolean lifoEnabled;
  private @Nullable ScheduledTask<?> currentTask;
  private boolean searching;
  private boolean parking;

  // Ticks left until the next look at the driver, and at the inject queue first.
  private int untilEvent;
  private int untilInject;

  // Whether nothing worth a clock reading happened since the last poll ended.
  private boolean afterPoll;
  private boolean polledSinceUnpark;

  Worker(Scheduler scheduler, SchedulerOptions options, int index) {
    this.scheduler = scheduler;
    this.options = options;
    this.index = index;
    this.queue = new LocalQueue(options.localQueueCapacity());
    this.thread = new WorkerThread(this, options.threadName() + "-" + index);
    this.parker = new Parker(thread);
    this.stats = new WorkerStats(this);
    this.probe = scheduler.probe().shared();
    this.lifoEnabled = options.lifoSlot();
    this.untilEvent = options.eventInterval();
    this.untilInject = options.globalQueueInterval();
  }

  void start() {
    thread.start();
  }

  void unpark() {
    parker.unpark();
  }

  void run() {
    probe = scheduler.probe().openThread(thread.getName());
    stats.unparked();
    try {
      while (!scheduler.isStopping()) {
        if (--untilEvent <= 0) {
          untilEvent = options.eventInterval();
          maintain();
        }
        var task = nextTask();
        if (task == null) {
          task = steal();
        }
        if (task != null) {
          run(task);
        } else {
          park();
        }
      }
    } finally {
      stats.stopped();
      probe.close();
    }
  }

  private void maintain() {
    scheduler.driver().turn();
    afterPoll = false;
  }

  // --- where the next task comes from ---

  private @Nullable ScheduledTask<?> nextTask() {
    var inject = scheduler.inject();
    if (--untilInject <= 0) {
      untilInject = options.globalQueueInterval();
      var task = inject.pop();
      return task != null ? task : nextLocal();
    }
    var task = nextLocal();
    return task != null ? task : takeInjected();
  }

  private @Nullable ScheduledTask<?> nextLocal() {
    var task = lifoSlot;
    if (task != null) {
      lifoSlot = null;
      return task;
    }
    return queue.pop();
  }

  // One to run and, so that the shared queue is not visited for each, this worker's share of the rest.
  private @Nullable ScheduledTask<?> takeInjected() {
    var inject = scheduler.inject();
    int waiting = inject.size();
    if (waiting == 0) {
      return null;
    }
    int share = waiting / scheduler.workerCount() + 1;
    int n = Math.min(share, Math.min(queue.remaining(), queue.capacity() / 2));
    var first = inject.pop();
    for (int i = 1; first != null && i < n; i++) {
      var task = inject.pop();
      if (task == null) {
        break;
      }
      queue.push(task, inject);
    }
    return first;
  }

  private @Nullable ScheduledTask<?> steal() {
    afterPoll = false;
    if (!searching) {
      if (!scheduler.idle().startSearching()) {
        return null;
      }
      searching = true;
      stats.searching();
    }
    var workers = scheduler.workerList();
    int n = workers.size();
    int start = ThreadLocalRandom.current().nextInt(n);
    for (int i = 0; i < n; i++) {
      var victim = workers.get((start + i) % n);
      if (victim != this) {
        var task = victim.queue.stealInto(queue, stats.steals());
        if (task != null) {
          return task;
        }
      }
    }
    return scheduler.inject().pop();
  }

  private void stopSearching() {
    if (searching) {
      searching = false;
      if (scheduler.idle().stopSearching()) {
        scheduler.notifyParked(); // the last searcher has work: somebody else should look for more
      }
    }
  }

  // --- polling ---

  private void run(ScheduledTask<?> first) {
    stopSearching();
    ScheduledTask<?> task = first;
    int lifoPolls = 0;
    lifoEnabled = options.lifoSlot();
    while (true) {
      poll(task);
      var next = lifoSlot;
      if (next == null) {
        return;
      }
      lifoSlot = null;
      if (lifoPolls >= MAX_LIFO_POLLS_PER_TICK || scheduler.isStopping()) {
        pushBack(next);
        return;
      }
      if (++lifoPolls >= MAX_LIFO_POLLS_PER_TICK) {
        lifoEnabled = false; // until a task that was not in the slot has run
      }
      task = next;
    }
  }

  private void poll(ScheduledTask<?> task) {
    Thread.interrupted(); // an interrupt of the worker is not for the task that comes next
    task.claim();
    currentTask = task;
    polledSinceUnpark = true;
    stats.pollStarted(task.id(), probe.pollStarted(task.id(), task.scheduledAtNanos, afterPoll));
    boolean over = task.poll();
    long end = probe.pollEnded(task.id(), task.takeWakersTaken());
    stats.pollEnded();
    afterPoll = true;
    if (over) {
      task.end(probe); // may wake who joins it: still inside the task, as its poll was
      currentTask = null;
      return;
    }
    currentTask = null;
    if (task.release()) {
      task.scheduledAtNanos = end;
      pushBack(task);
      notifyPeer();
    }
  }

  // --- what the running task schedules ---

  /// Queues a task that was woken or spawned on this worker's thread.
  void schedule(ScheduledTask<?> task) {
    if (!lifoEnabled) {
      pushBack(task);
      notifyPeer();
      return;
    }
    var displaced = lifoSlot;
    lifoSlot = task;
    if (displaced != null) {
      pushBack(displaced);
      notifyPeer();
    }
  }

  private void pushBack(ScheduledTask<?> task) {
    if (!queue.push(task, scheduler.inject())) {
      stats.overflowed();
    }
  }

  // While it fires the driver's wakes a worker keeps them to itself, and wakes a peer once, afterwards.
  private void notifyPeer() {
    if (!parking) {
      scheduler.notifyParked();
    }
  }

  // --- sleeping ---

  private void park() {
    var idle = scheduler.idle();
    boolean last = idle.park(index, searching);
    searching = false;
    if (last) {
      scheduler.notifyIfWorkPending();
    }
    stats.parked(!polledSinceUnpark);
    parking = true;
    while (!scheduler.isStopping()) {
      Thread.interrupted(); // an interrupted thread does not sleep
      parker.park(scheduler.driver());
      if (hasLocalTasks()) {
        searching = !idle.leave(index);
        break;
      }
      if (!idle.isParked(index)) {
        searching = true; // whoever woke this worker counted it as searching
        break;
      }
    }
    parking = false;
    afterPoll = false;
    polledSinceUnpark = false;
    stats.unparked();
    if (localDepth() > 1) {
      scheduler.notifyParked();
    }
  }

  private boolean hasLocalTasks() {
    return lifoSlot != null || !queue.isEmpty();
  }

  // --- what others may ask ---

  Scheduler scheduler() {
    return scheduler;
  }

  int index() {
    return index;
  }

  Thread thread() {
    return thread;
  }

  WorkerStats stats() {
    return stats;
  }

  LocalQueue queue() {
    return queue;
  }

  ThreadProbe threadProbe() {
    return probe;
  }

  /// The task being polled. The worker's thread, and what is mounted on it.
  @Nullable ScheduledTask<?> currentTask() {
    return currentTask;
  }

  long currentTaskId() {
    var task = currentTask;
    return task == null ? 0 : task.id();
  }

  /// Tasks in the run queue and the LIFO slot; a moment old for other threads.
  int localDepth() {
    return queue.size() + (lifoSlot == null ? 0 : 1);
  }

  /// Moves the tasks that were left behind to the inject queue. After the worker has stopped.
  void handOver() {
    ScheduledTask<?> task;
    while ((task = nextLocal()) != null) {
      scheduler.inject().push(task);
    }
  }
}
