package dev.kioto.scheduler;

import dev.kioto.driver.Driver;
import dev.kioto.driver.Uncaught;
import dev.kioto.probe.SchedulerEvent;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The loop of one worker on one thread: takes tasks from its local queue, the inject queue and its peers, polls them, and
/// sleeps when there are none.
///
/// The loop is that of Tokio's `runtime/scheduler/multi_thread/worker.rs`.
@SuppressWarnings("UnusedVariable") // some fields are read through their handles
final class WorkerCore extends Core implements Duty {
  /*
   * Who is in charge of the worker's index.
   *
   *   ATTACHED -> PARKED -> ATTACHED     // the owner goes to sleep and wakes up
   *   ATTACHED -> BLOCKING -> ATTACHED   // a task of the owner's blocks its thread in place, and is back
   *   ATTACHED, BLOCKING -> LEAVING      // on the thread of a successor, which is in charge from then on
   *   ATTACHED, LEAVING -> LEFT          // the owner has left its loop, because the runtime stops or it was replaced; final
   *
   * The owner parks and departs by CAS, so that a core that sleeps or is gone is never replaced: whoever was in charge when
   * the owner departed is so for good. A sleeping one needs no successor, and its index counts as parked.
   *
   * A core that is BLOCKING or LEAVING puts what its task wakes into the inject queue. What was in its queue stays there for
   * thieves: it is among the cores that are searched until it has left, and takes the rest along to the inject queue then.
   * A task that is pushed to its queue just as it becomes LEAVING is seen by the searcher that the push notifies.
   */
  private static final int ATTACHED = 0;
  private static final int PARKED = 1;
  private static final int BLOCKING = 2;
  private static final int LEAVING = 3;
  private static final int LEFT = 4;

  static final int MAX_LIFO_POLLS_PER_TICK = 3; // Tokio's, against two tasks that starve the rest

  private static final VarHandle PHASE = handle("phase", int.class);
  private static final VarHandle LIFO = handle("lifoSlot", ScheduledTask.class);

  private final MultiThread scheduler;
  private final Worker worker;
  private final Parker parker = new Parker();
  private final PollTuning tuning;
  private final IdleSpin spin;

  // Two queues of which the owner fills the one and, when that is empty and the driver has had its turn, changes over to the
  // other, in which the tasks that gave way wait. Thieves look at the first, and at both of a core that is leaving.
  private volatile LocalQueue queue;
  private volatile LocalQueue yielded;

  // By the owner alone, plain, unless the slot is shared with thieves: then by swaps. From then on it is shared for good: what
  // the owner had put there before is seen by whoever sees that. A core that is replaced before keeps what it has in its slot
  // until its poll ends, and what it wakes just then: they wait as long as if it had not been replaced.
  private @Nullable ScheduledTask<?> lifoSlot;
  private volatile boolean lifoShared; // set by the owner, between two polls

  private volatile int phase = ATTACHED; // any thread, by CAS; from PARKED by the owner alone
  private volatile @Nullable Thread thread; // written by the owner before the first poll
  private volatile boolean stuck; // written by the thread that watches

  private boolean lifoEnabled;
  private boolean searching;
  private boolean parking;
  private boolean polledSinceUnpark;

  // The queue holds one task, for which no peer was woken since this worker was to run it next.
  private boolean quiet;
  private int random; // of a xorshift generator, never 0

  // Ticks left until the next look at the driver, and at the inject queue first.
  private int untilEvent;
  private int untilInject;

  WorkerCore(MultiThread scheduler, Worker worker) {
    super(scheduler);
    this.scheduler = scheduler;
    this.worker = worker;
    this.queue = new LocalQueue(options.localQueueCapacity);
    this.yielded = new LocalQueue(options.localQueueCapacity);
    this.tuning = new PollTuning(options.globalQueueInterval);
    this.spin = new IdleSpin(options.spinBeforePark);
    this.lifoShared = options.sharesLifoSlot();
    this.lifoEnabled = options.lifoSlot;
    this.untilEvent = options.eventInterval;
    this.untilInject = tuning.interval();
    this.random = scheduler.nextSeed();
  }

  private static VarHandle handle(String field, Class<?> type) {
    return ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), field, VarHandle.class, WorkerCore.class, type);
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
    return (phase == ATTACHED || stopBlocking()) && !scheduler.isStopping();
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
    } else if (!yielded.isEmpty()) {
      maintain(); // and go on with those that gave way
    } else {
      park();
    }
  }

  @SuppressWarnings("ReferenceEquality") // of settings the identity is meant: see LiveSettings
  private boolean hasNewSettings() {
    return scheduler.options() != options;
  }

  private void adopt(SchedulerOptions settings) {
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
    boolean left = empty(queue);
    left |= empty(yielded);
    worker.retire(stats);
    scheduler.left(this, inCharge, left);
  }

  /// Takes to the inject queue what waits in a core that does not come to it, because its poll does not end. The owner, after
  /// its loop.
  void relieve(WorkerCore other) {
    ScheduledTask<?> task;
    while ((task = other.giveTo(this)) != null) {
      scheduler.inject().push(task);
      empty(queue);
    }
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

  private void resumeYielded() {
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

  private @Nullable ScheduledTask<?> nextLocal() {
    var task = takeLifo();
    if (task == null) {
      quiet = false;
      task = queue.pop();
    }
    return task;
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
    if (!yielded.isEmpty() || worker.driver().isMissed() || !scheduler.idle().maySpin() || !spin.starts()) {
      return null;
    }
    long now = System.nanoTime();
    tuning.batchEnds(now);
    stats.spins();
    while (spin.goesOn() && phase == ATTACHED && !scheduler.isStopping() && !hasNewSettings()) {
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

  // Called by the thief.
  private @Nullable ScheduledTask<?> giveTo(WorkerCore thief) {
    var task = queue.stealInto(thief.queue, thief.stats.steals);
    boolean leaving = phase >= LEAVING;
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
      if (lifoPolls >= MAX_LIFO_POLLS_PER_TICK || !hasBudget() || phase != ATTACHED || scheduler.isStopping()) {
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

  @Override
  void reschedule(ScheduledTask<?> task, boolean yields) {
    if (phase >= BLOCKING) {
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

  private void breakQuiet() {
    if (quiet) {
      quiet = false;
      notifyPeer();
    }
  }

  // --- what the running task schedules ---

  @Override
  void schedule(ScheduledTask<?> task) {
    if (phase >= BLOCKING) {
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
    if (lifoShared && phase >= BLOCKING) { // read after the swap, a full fence: else who took over may have looked before it
      expose();
    }
    if (displaced != null || options.lifoStealing) {
      notifyPeer();
    }
  }

  // After a push: else who took over may have looked before it.
  private boolean wasReplaced() {
    if (!lifoShared) {
      return false; // nobody takes over while this thread runs
    }
    VarHandle.fullFence();
    return phase >= BLOCKING;
  }

  private void pushBack(ScheduledTask<?> task) {
    push(task, queue);
  }

  private void push(ScheduledTask<?> task, LocalQueue to) {
    if (!to.push(task, scheduler.inject())) {
      stats.overflows.increment();
      tell(SchedulerEvent.OVERFLOWED, 0, to.overflown());
    }
  }

  private @Nullable ScheduledTask<?> takeLifo() {
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
  private void notifyPeer() {
    if (!parking) {
      scheduler.notifyParked();
    }
  }

  // --- sleeping ---

  void park() {
    if (!PHASE.compareAndSet(this, ATTACHED, PARKED)) {
      return;
    }
    var idle = scheduler.idle();
    boolean last = idle.park(worker.index(), searching);
    searching = false;
    if (last) {
      scheduler.notifyIfWorkPending();
    }
    sleep(idle);
    phase = ATTACHED;
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

  private boolean hasLocalTasks() {
    return lifoSlot != null || !queue.isEmpty();
  }

  // --- being replaced ---

  /// Says that the running task is about to block this thread. The owner.
  ///
  /// @return false when another core is in charge already
  boolean startBlocking() {
    return PHASE.compareAndSet(this, ATTACHED, BLOCKING);
  }

  /// Takes [#startBlocking] back. The owner.
  ///
  /// @return false when another core is in charge now, or when the task was not blocking
  boolean stopBlocking() {
    return PHASE.compareAndSet(this, BLOCKING, ATTACHED);
  }

  /// Takes the worker from this core, whose task blocks its thread in place. On the thread of its successor.
  ///
  /// @return false when that is over, or another was first
  boolean replaceBlocking() {
    return PHASE.compareAndSet(this, BLOCKING, LEAVING);
  }

  /// Takes the worker from this core, which is stuck. On the thread of its successor.
  ///
  /// @return false when it sleeps or is gone, or another was first
  boolean replaceStuck() {
    return PHASE.compareAndSet(this, ATTACHED, LEAVING) || replaceBlocking();
  }

  /// Moves what only this thread could run to where others find it. The owner, before it blocks.
  void expose() {
    var next = takeLifo();
    if (next != null) {
      pushBack(next);
      notifyPeer();
    }
    breakQuiet();
    resumeYielded();
  }

  /// The owner has left its loop, for good.
  ///
  /// @return whether it was in charge until now; else a successor is
  boolean depart() {
    return (int) PHASE.getAndSet(this, LEFT) != LEAVING;
  }

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

  /// Whether a thief could find something here. Any thread.
  boolean hasStealable() {
    if (!queue.isEmpty()) {
      return true;
    }
    boolean leaving = phase >= LEAVING;
    return (leaving && !yielded.isEmpty())
        || (lifoShared && lifoSlot != null && (leaving || scheduler.options().lifoStealing));
  }

  /// Whether tasks that gave way wait here. Any thread.
  boolean hasYielded() {
    return !yielded.isEmpty();
  }

  @Override
  boolean mayBlock() {
    return currentTask() == null || phase >= BLOCKING;
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

  @Override
  int localDepth() {
    return queue.size() + (lifoSlot == null ? 0 : 1);
  }
}
