package dev.kioto.scheduler;

import dev.kioto.driver.Driver;
import dev.kioto.driver.Uncaught;
import dev.kioto.probe.SchedulerEvent;
import org.jspecify.annotations.Nullable;

/// The loop of one worker on one thread: takes tasks from its local queue, the inject queue and its peers, polls them, and
/// sleeps when there are none.
///
/// The loop is that of Tokio's `runtime/scheduler/multi_thread/worker.rs`.
final class WorkerCore extends QueueingCore implements Duty {
  static final int MAX_LIFO_POLLS_PER_TICK = 3; // Tokio's, against two tasks that starve the rest

  private final Worker worker;
  private final Parker parker = new Parker();
  private final PollTuning tuning;
  private final IdleSpin spin;

  private volatile @Nullable Thread thread; // written by the owner before the first poll
  private volatile boolean stuck; // written by the thread that watches

  private boolean searching;
  private boolean polledSinceUnpark;

  private int random; // of a xorshift generator, never 0

  // Ticks left until the next look at the driver, and at the inject queue first.
  private int untilEvent;
  private int untilInject;

  WorkerCore(MultiThread scheduler, Worker worker) {
    super(scheduler);
    this.worker = worker;
    this.tuning = new PollTuning(options.globalQueueInterval);
    this.spin = new IdleSpin(options.spinBeforePark);
    this.untilEvent = options.eventInterval;
    this.untilInject = tuning.interval();
    this.random = scheduler.nextSeed();
  }

  // --- its life on a thread ---

  /// Runs the worker until the runtime stops, or until another core has taken its place. On the thread that stays with this
  /// core.
  @Override
  public void run(RuntimeThread owner) {
    thread = owner;
    parker.bind(owner);
    probe = owner.probe();
    owner.setCore(this);
    unparked(false);
    tuning.batchStarts(System.nanoTime());
    while (isToGoOn()) {
      try {
        tick();
      } catch (Throwable e) { // no user's code throws so far; but a worker that ended would be missed
        Uncaught.report(e);
      }
    }
    leave(owner, depart());
  }

  // What ends the loop does not change any more: the runtime stops, or another core is in charge.
  private boolean isToGoOn() {
    return (isAttached() || stopBlocking()) && !scheduler.isStopping();
  }

  private void tick() {
    if (hasNewSettings()) {
      adopt(scheduler.options());
    }
    if (--untilEvent <= 0) {
      maintain();
    }
    var task = nextTask();
    if (task == null) {
      task = steal();
    }
    if (task != null) {
      run(task);
    } else if (hasYielded()) {
      maintain(); // and go on with those that gave way
    } else {
      park();
    }
  }

  @SuppressWarnings("ReferenceEquality") // of settings the identity is meant: see LiveSettings
  private boolean hasNewSettings() {
    return scheduler.options() != options;
  }

  /// Goes by other settings from now on. The owner, between two polls.
  void adopt(SchedulerOptions settings) {
    options = settings;
    untilEvent = Math.min(untilEvent, settings.eventInterval);
    tuning.fix(settings.globalQueueInterval);
    untilInject = Math.min(untilInject, tuning.interval());
    spin.limit(settings.spinBeforePark);
    if (settings.sharesLifoSlot()) {
      lifoShared = true;
    }
  }

  // The core's tasks go where others find them. The order matters: a task that is pushed after the thread has left its core
  // goes there as well.
  private void leave(RuntimeThread owner, boolean inCharge) {
    if (searching) {
      stopSearching();
    }
    owner.setCore(null);
    tuning.batchEnds(System.nanoTime());
    stats.stopped();
    expose();
    boolean left = emptyQueues();
    worker.retire(stats);
    scheduler.left(this, inCharge, left);
  }

  /// Takes to the inject queue what waits in a core that does not come to it, because its poll does not end. The owner, after
  /// its loop.
  void relieve(WorkerCore other) {
    ScheduledTask<?> task;
    while ((task = other.giveTo(this)) != null) {
      scheduler.inject().push(task);
      emptyQueues();
    }
  }

  // --- where the next task comes from ---

  private void maintain() {
    untilEvent = options.eventInterval;
    long now = System.nanoTime();
    tellTurn(worker.driver().turn(now, queue.remaining()));
    SpawnTimes.SHARED.note(now);
    tuning.batchEnds(now);
    afterPoll = false;
    resumeYielded();
  }

  private @Nullable ScheduledTask<?> nextTask() {
    if (--untilInject <= 0) {
      untilInject = tuning.interval();
      var task = scheduler.inject().pop();
      if (task == null) {
        return nextLocal();
      }
      untilInject = Math.max(untilInject, PollTuning.MIN_INTERVAL); // or who waits here would wait for that queue's end
      return task;
    }
    var task = nextLocal();
    return task != null ? task : takeInjected();
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
    return inject.pop(n, queue);
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
    var task = look();
    return task != null ? task : spin();
  }

  // Until a task comes, or it is better to park. This counts as searching all the while: whoever has a task leaves it to this.
  private @Nullable ScheduledTask<?> spin() {
    if (hasYielded() || worker.driver().isMissed() || !scheduler.idle().maySpin() || !spin.starts()) {
      return null;
    }
    long now = System.nanoTime();
    tuning.batchEnds(now);
    stats.spins();
    while (spin.goesOn() && isAttached() && !scheduler.isStopping() && !hasNewSettings()) {
      if (spin.looksEverywhere() || scheduler.inject().size() > 0) {
        var task = look();
        if (task != null) {
          spin.found();
          tuning.batchStarts(System.nanoTime());
          stats.unparked(false);
          return task;
        }
      }
    }
    return null;
  }

  private @Nullable ScheduledTask<?> look() {
    var cores = scheduler.cores();
    int n = cores.length;
    int start = nextRandom(n);
    for (int i = 0; i < n; i++) {
      var victim = cores[(start + i) % n];
      if (victim != this) {
        long before = stats.steals.tasks();
        var task = victim.giveTo(this);
        if (task != null) {
          tell(SchedulerEvent.STOLEN, victim.worker.index(), stats.steals.tasks() - before);
          return task;
        }
      }
    }
    return scheduler.inject().pop();
  }

  private int nextRandom(int bound) {
    int x = random;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    random = x;
    return (x >>> 1) % bound;
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
    lifoEnabled = options.lifoSlot;
    resetBudget();
    tuning.polled(); // once a tick, as Tokio counts: what follows from the LIFO slot is part of it
    while (true) {
      pollOne(task);
      var next = takeLifo();
      if (next == null) {
        return;
      }
      if (lifoPolls >= MAX_LIFO_POLLS_PER_TICK || !hasBudget() || !isAttached() || scheduler.isStopping()) {
        pushBack(next);
        return;
      }
      if (++lifoPolls >= MAX_LIFO_POLLS_PER_TICK) {
        lifoEnabled = false; // until a task that was not in the slot has run
      }
      task = next;
    }
  }

  private void pollOne(ScheduledTask<?> task) {
    Thread.interrupted(); // an interrupt of the worker is not for the task that comes next
    polledSinceUnpark = true;
    breakQuiet(); // another is run first
    poll(task);
  }

  // --- sleeping ---

  void park() {
    if (!startParking()) {
      return;
    }
    try {
      var idle = scheduler.idle();
      boolean last = idle.park(worker.index(), searching);
      searching = false;
      if (last) {
        scheduler.notifyIfWorkPending();
      }
      sleep(idle);
    } finally {
      stopParking(); // a core that seemed to sleep would leave its loop, and nobody would take its place
    }
    if (localDepth() > 1) {
      scheduler.notifyParked();
    } else if (options.eagerDriverHandoff && hasLocalTasks()) {
      scheduler.notifyParked(); // to hold the driver while this worker polls
    }
  }

  private void sleep(Idle idle) {
    long before = System.nanoTime();
    tuning.batchEnds(before);
    SpawnTimes.SHARED.note(before);
    stats.parked(!polledSinceUnpark);
    parking = true;
    tellParking();
    Hooks.run(options.hooks.threadPark());
    while (!scheduler.isStopping()) {
      if (hasLocalTasks()) {
        searching = !idle.leave(worker.index());
        break;
      }
      Thread.interrupted(); // an interrupted thread does not sleep
      tellTurn(parker.park(worker.driver()));
      if (!hasLocalTasks() && !idle.isParked(worker.index())) {
        searching = true; // whoever woke this worker counted it as searching
        break;
      }
      if (!hasLocalTasks() && !scheduler.isStopping()) {
        stats.parkedAgain();
      }
    }
    parking = false;
    afterPoll = false;
    polledSinceUnpark = false;
    unparked(true);
    long now = System.nanoTime();
    tuning.batchStarts(now);
    SpawnTimes.SHARED.note(now);
    tell(SchedulerEvent.PARKED, worker.index(), now - before);
    Hooks.run(options.hooks.threadUnpark());
  }

  void unpark() {
    parker.unpark();
  }

  // --- being replaced ---

  boolean isStuck() {
    return stuck;
  }

  void setStuck(boolean stuck) {
    this.stuck = stuck;
  }

  // --- what others may ask ---

  @Override
  public Worker worker() {
    return worker;
  }

  @Override
  @Nullable Thread thread() {
    return thread;
  }

  @Override
  Driver driver() {
    return worker.driver();
  }

  long meanPollNanos() {
    return tuning.meanPollNanos();
  }

}
