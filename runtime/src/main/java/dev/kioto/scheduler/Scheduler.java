package dev.kioto.scheduler;

import dev.kioto.driver.Clock;
import dev.kioto.driver.Driver;
import dev.kioto.driver.ScheduledIo;
import dev.kioto.driver.TimerEntry;
import dev.kioto.driver.Uncaught;
import dev.kioto.future.Future;
import dev.kioto.probe.OperationView;
import dev.kioto.probe.DriverView;
import dev.kioto.probe.Probe;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.SettingView;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.ThreadProbe;
import dev.kioto.probe.WorkerView;
import dev.kioto.resource.ResourceHost;
import java.time.Duration;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What every scheduler has, whatever threads poll its tasks: the tasks, the inject queue, the driver, the blocking pool, and
/// the way to its end. Any thread.
public abstract class Scheduler implements RuntimeView {
  private static final AtomicLong NEXT_ID = new AtomicLong(1);

  static {
    Current.install();
    Resources.install();
  }

  private final long id = NEXT_ID.getAndIncrement();
  private final String name;
  private final LiveSettings settings;
  private final Probe observer; // as the user gave it
  private final Probe probe; // the same, guarded
  private final boolean observed;
  private final boolean tracksLatency;
  private final InjectQueue inject = new InjectQueue();
  private final Clock clock;
  private final Driver driver;
  private final Children children = new Children(this);
  private final Resources resources = new Resources(this);
  private final OwnedTasks owned;
  private final BlockingPool blockingPool;
  private final LongAdder remoteSchedules = new LongAdder();
  private final LocalSets localSets = new LocalSets();
  private final Set<RootTask<?>> roots = ConcurrentHashMap.newKeySet();
  private final LongAdder rootYields = new LongAdder();
  private final AtomicLong seeds;
  private final CountDownLatch over = new CountDownLatch(1);

  private final VirtualThreads.@Nullable Container container;

  // For platform threads that are not the runtime's own.
  private final ThreadLocal<ThreadProbe> outside;

  // Set once: nobody polls any more after the task that it polls now.
  private volatile boolean stopping;

  // Set once, when nobody polls any more and before the inject queue is emptied. Whoever submits a task reads it afterwards:
  // either the task is found in the queue, or its submitter sees that nobody will poll it.
  private volatile boolean stopped;

  private final AtomicBoolean watchedForPinned = new AtomicBoolean();

  // Above 0 while somebody ends what is in the inject queue; how many asked for it meanwhile.
  private final AtomicInteger enders = new AtomicInteger();

  /// @param threads how many threads poll tasks at the same time
  Scheduler(SchedulerOptions options, int threads) {
    String defaultName = "runtime-" + id;
    name = options.name == null ? defaultName : options.name;
    options.name = name;
    settings = new LiveSettings(options, defaultName);
    observer = options.probe;
    probe = ProbeGuard.of(observer);
    seeds = new AtomicLong(options.rngSeed == null ? System.nanoTime() : options.rngSeed);
    observed = probe.enabled();
    if (observed) {
      ResourceHost.startObserving();
    }
    tracksLatency = options.tracksScheduleLatency();
    outside = ThreadLocal.withInitial(() -> probe.openThread(Thread.currentThread().getName()));
    clock = new Clock(options.flavor != SchedulerOptions.Flavor.MULTI_THREAD, options.startPaused);
    driver = newDriver();
    owned = new OwnedTasks(threads, this::drained);
    container = VirtualThreads.register("kioto " + name, this::directThreads);
    blockingPool = new BlockingPool(this, options);
  }

  // No interrupt ends the waits of workers.
  final Driver newDriver() {
    var options = options();
    boolean workers = options.flavor == SchedulerOptions.Flavor.MULTI_THREAD;
    return new Driver(clock, () -> options().maxIoEvents(), options.localQueueCapacity, options.epoll && workers);
  }

  /// Starts a scheduler.
  ///
  /// @throws IllegalArgumentException when an option is out of its range; the message names it and its value
  public static Scheduler start(SchedulerOptions given) {
    var options = given.checked();
    var scheduler = switch (options.flavor) {
      case MULTI_THREAD -> new MultiThread(options);
      case CURRENT_THREAD, LOCAL -> new CurrentThread(options);
    };
    scheduler.probe.runtimeStarted(scheduler);
    scheduler.launch();
    return scheduler;
  }

  /// Starts what polls tasks.
  abstract void launch();

  // --- spawning ---

  /// Spawns a future task.
  public <T extends @Nullable Object> TaskCell<T> spawn(Future<T> future, TaskOptions taskOptions) {
    var task = new FutureTask<>(this, taskOptions, future);
    if (admit(task)) {
      task.submit(Current.core());
    }
    return task;
  }

  /// Spawns a direct task.
  ///
  /// @param typeName what to call the code: the class of the body as the caller was given it
  /// @throws IllegalStateException when virtual threads cannot be given a scheduler in this JVM
  public <T extends @Nullable Object> TaskCell<T> spawn(Callable<T> body, TaskOptions taskOptions, String typeName) {
    var task = new DirectTask<>(this, taskOptions, body, typeName);
    var thread = task.thread();
    if (thread != null && admit(task)) {
      start(task, thread);
    }
    return task;
  }

  /// There is a direct task. For each, before its thread starts.
  final void watchForPinned() {
    if (!watchedForPinned.get() && options().pinnedParkInterval.isPositive()
        && watchedForPinned.compareAndSet(false, true)) {
      PinnedWatch.add(this);
    }
  }

  /// Nobody watches this runtime, since there was no memory for it: the next direct task asks again.
  final void notWatchedForPinned() {
    watchedForPinned.set(false);
  }

  // Submits the task, by the thread's first submission.
  private void start(DirectTask<?> task, Thread thread) {
    try {
      VirtualThreads.start(thread, container);
    } catch (Throwable e) { // out of memory, most likely
      if (!task.wasSubmitted()) {
        endUnpolled(task);
      }
      throw e;
    }
  }

  /// Queues a job for the blocking pool.
  public <T extends @Nullable Object> TaskCell<T> spawnBlocking(
      Callable<T> body, TaskOptions taskOptions, String typeName) {
    var job = new BlockingJob<>(this, taskOptions, body, typeName);
    clock.jobStarted();
    blockingPool.submit(job);
    return job;
  }

  /// A job of the blocking pool is over, and has woken who waited for it.
  final void blockingJobEnded() {
    clock.jobEnded();
    if (clock.isPaused()) {
      driver.clockChanged();
    }
  }

  /// Drives a future on the calling thread, which belongs to this runtime meanwhile.
  public <T extends @Nullable Object> T blockOn(Future<T> future) {
    return RootTask.run(this, future);
  }

  /// Runs code on the calling thread, which belongs to this runtime meanwhile.
  public <T extends @Nullable Object> T blockOn(Callable<T> body, String typeName) throws Exception {
    return RootTask.run(this, body, typeName);
  }

  /// Runs code that blocks inside a task, whose worker goes on on another thread meanwhile.
  ///
  /// @param core that of the calling thread, which is this scheduler's
  /// @throws IllegalStateException when no other thread can take over
  abstract <T extends @Nullable Object> T blockInPlace(Core core, Callable<T> body) throws Exception;

  /// Runs code that blocks, on the calling thread: inside a task its worker goes on on another thread meanwhile, anywhere
  /// else nothing needs to be done.
  public static <T extends @Nullable Object> T blockInPlace(Callable<T> body) throws Exception {
    var core = Current.core();
    return core == null ? body.call() : core.scheduler().blockInPlace(core, body);
  }

  // --- time ---

  /// What this runtime takes for the time.
  public final Clock clock() {
    return clock;
  }

  /// Has the clock stand still.
  ///
  /// @throws IllegalStateException when it does, or when several threads run what looks at it
  public final void pauseClock() {
    if (!clock.isPausable()) {
      throw new IllegalStateException(
          "the clock of " + this + " cannot be paused, as its workers run at the same time: "
              + "build a current-thread or a local runtime");
    }
    if (!clock.pause()) {
      throw new IllegalStateException("the clock of " + this + " is paused already");
    }
    driver.clockChanged();
  }

  /// Has the clock go on from where it stands.
  ///
  /// @throws IllegalStateException when it goes
  public final void resumeClock() {
    if (!clock.resume()) {
      throw new IllegalStateException("the clock of " + this + " is not paused");
    }
    driver.clockChanged();
  }

  /// Moves the clock forward, and fires what is due then.
  ///
  /// @throws IllegalStateException when it is not paused
  public final void advanceClock(Duration duration) {
    if (!clock.advance(duration)) {
      throw new IllegalStateException("the clock of " + this + " is not paused, and only a paused one can be advanced");
    }
    driver.clockAdvanced();
  }

  /// An entry for a deadline by the clock.
  ///
  /// @throws IllegalStateException when this runtime has no timers
  @SuppressWarnings("ReferenceEquality") // the same object is meant
  public TimerEntry timer(long deadlineNanos) {
    if (!options().enableTime) {
      throw new IllegalStateException(this + " has no timers: call enableTime() or enableAll() on its builder");
    }
    var core = Current.core();
    return (core != null && core.scheduler() == this ? core.driver() : driver).entry(deadlineNanos);
  }

  /// Takes in a channel, which becomes non-blocking; see [Driver#register].
  ///
  /// @throws IllegalStateException when this runtime has no I/O
  @SuppressWarnings("ReferenceEquality") // the same object is meant
  public ScheduledIo register(SelectableChannel channel, int readOps, int writeOps, int readiness) throws IOException {
    if (!options().enableIo) {
      throw new IllegalStateException(this + " has no I/O: call enableIo() or enableAll() on its builder");
    }
    var core = Current.core();
    return (core != null && core.scheduler() == this ? core.driver() : driver)
        .register(channel, readOps, writeOps, readiness);
  }

  @Override
  public DriverView ioDriver() {
    return drivers().map(Driver::view)
        .map(counts -> new DriverView(counts.turns(), counts.registered(), counts.deregistered(), counts.ready()))
        .reduce(DriverView.NONE, DriverView::plus);
  }

  /// The drivers that its threads park on, each once.
  Stream<Driver> drivers() {
    return Stream.of(driver);
  }

  /// Suspends the calling thread's direct task and puts it behind the others; yields a thread that is none.
  public static void yieldThread() {
    var task = Current.virtualTask();
    if (task != null) {
      task.yieldNow();
    } else if (Current.waitsFor() instanceof CurrentThread scheduler) {
      scheduler.park(scheduler, () -> true);
    } else {
      Thread.yield();
    }
  }

  /// The seed of another generator: the next of the series that begins with the runtime's.
  ///
  /// @return not 0
  final int nextSeed() {
    long z = seeds.getAndAdd(0x9E3779B97F4A7C15L); // the gamma and a mix of SplittableRandom
    z = (z ^ (z >>> 33)) * 0x62A9D9ED799705F5L;
    return (int) (z >>> 32) | 1;
  }

  /// Refuses to let the calling thread wait in `blockOn` where it cannot.
  ///
  /// @throws IllegalStateException when it cannot
  void checkMayDrive() {}

  /// Whether this is a local runtime of the calling thread's.
  public boolean isOwnedByCaller() {
    return false;
  }

  /// Takes a new task in.
  ///
  /// @return false when the runtime has shut down; the task has ended as cancelled
  boolean admit(ScheduledTask<?> task) {
    task.scheduledAtNanos = runnableSince(probeOf(Current.core()).taskSpawned(task));
    Hooks.run(options().hooks.taskSpawn(), task);
    if (task.owner().add(task)) {
      return true;
    }
    endUnpolled(task);
    return false;
  }

  // By the shared channel: a virtual thread may have changed its carrier since it came here, by a lock or by what the
  // future does when it is dropped, and a worker's channel is for that worker alone.
  private void endUnpolled(ScheduledTask<?> task) {
    task.claim();
    task.markCancelled();
    task.endUnpolled(probe.shared());
  }

  private Stream<Thread> directThreads() {
    return owned.snapshot().stream()
        .flatMap(task -> task instanceof DirectTask<?> direct ? Stream.ofNullable(direct.thread()) : Stream.empty());
  }

  // --- scheduling ---

  /// Puts a runnable task into a run queue: that of the caller's core when it is one of ours, else the shared one.
  abstract void submit(ScheduledTask<?> task, @Nullable Core core);

  final void remoteSchedule(ScheduledTask<?> task) {
    tell(SchedulerEvent.INJECTED, task.id(), 0);
    inject.push(task);
    try {
      remoteSchedules.increment();
    } catch (OutOfMemoryError _) {
      // It may grow. The task is in the queue, and somebody has to be woken for it.
    }
  }

  /// Tells of what was done, if anybody wants to know, on the channel of the calling thread.
  final void tell(SchedulerEvent event, long other, long value) {
    if (tracesScheduler()) {
      probeOf(Current.core()).schedulerEvent(event, other, value);
    }
  }

  /// Whether anybody wants to know now what is done.
  final boolean tracesScheduler() {
    return observed && probe.tracesScheduler();
  }

  /// The instant since which a task is runnable.
  ///
  /// @param probed what the probe read when it was told, or 0
  /// @return 0 when nobody asks for it
  final long runnableSince(long probed) {
    return probed == 0 && tracksLatency ? System.nanoTime() : probed;
  }

  /// The channel to the probe for the calling thread, whose core is given.
  @SuppressWarnings("ReferenceEquality") // one probe may watch several runtimes: the same object is meant
  final ThreadProbe probeOf(@Nullable Core core) {
    if (core != null && core.scheduler().observer == observer) {
      return core.probe;
    }
    if (!probe.enabled() || Thread.currentThread().isVirtual()) {
      return probe.shared();
    }
    return Thread.currentThread() instanceof RuntimeThread thread && thread.scheduler().observer == observer
        ? thread.probe()
        : outsideProbe();
  }

  private ThreadProbe outsideProbe() {
    try {
      return outside.get();
    } catch (OutOfMemoryError _) { // it opens a channel at its first use
      return probe.shared();
    }
  }

  /// The task inside whose poll the calling thread, whose core is given, makes a wake; for the probe, and 0 when there is none.
  final long wakerOf(@Nullable Core core) {
    return probe.enabled() ? Current.taskId(core) : 0;
  }

  /// A task has ended, and its result can be read.
  void ended(TaskCell<?> task, @Nullable Throwable failure, TaskOutcome outcome) {
    if (!(task instanceof ScheduledTask<?> scheduled)) {
      if (task instanceof RootTask<?> root) {
        roots.remove(root);
      }
      return;
    }
    scheduled.owner().remove(task);
    Hooks.run(options().hooks.taskTerminate(), task);
    if (outcome == TaskOutcome.FAILED && failure != null && !(task instanceof AdoptedTask)) { // of whose failure the JDK tells
      switch (options().unhandledPanic) {
        case IGNORE -> {}
        case REPORT -> Uncaught.report(failure);
        case SHUTDOWN_RUNTIME -> {
          Uncaught.report(failure);
          startShutdown();
        }
      }
    }
  }

  /// Waits, on a thread that belongs to this runtime and is no worker, until `woken`, an unpark, or an interrupt.
  void park(Object blocker, BooleanSupplier woken) {
    if (!woken.getAsBoolean()) {
      LockSupport.park(blocker);
    }
  }

  // --- organs ---

  /// The cores that poll tasks of any thread's: also those that have been replaced and are in a poll still.
  abstract Core[] cores();

  final InjectQueue inject() {
    return inject;
  }

  final Driver driver() {
    return driver;
  }

  final Children children() {
    return children;
  }

  final Probe probe() {
    return probe;
  }

  final OwnedTasks owned() {
    return owned;
  }

  final LocalSets localSets() {
    return localSets;
  }

  final boolean takesSpawnLocation() {
    return switch (options().spawnLocations) {
      case ALWAYS -> true;
      case NEVER -> false;
      case WHEN_OBSERVED -> options().hooks.observesTasks() || takesDetails();
    };
  }

  /// Whether anybody wants to know now of resources and operations.
  final boolean takesDetails() {
    return observed && probe.takesDetails();
  }

  /// The settings as they are now: not to be written.
  public final SchedulerOptions options() {
    return settings.now();
  }

  /// Another setting is in force: whoever sleeps by the old one looks again.
  void settingsChanged() {
    blockingPool.settingsChanged();
    watchForPinned();
  }

  // --- what an observer may ask ---

  @Override
  public final long id() {
    return id;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String flavor() {
    return switch (options().flavor) {
      case MULTI_THREAD -> "multi-thread";
      case CURRENT_THREAD -> "current-thread";
      case LOCAL -> "local";
    };
  }

  @Override
  public final List<SettingView> settings() {
    return settings.views();
  }

  @Override
  public final void changeSetting(String setting, String value) {
    settings.change(setting, value);
    settingsChanged();
  }

  /// The pool for jobs that block.
  @Override
  public final BlockingPool blockingPool() {
    return blockingPool;
  }

  @Override
  public final int globalQueueDepth() {
    return inject.size();
  }

  @Override
  public final long aliveTasks() {
    return owned.size();
  }

  @Override
  public final long spawnedTasks() {
    return owned.added();
  }

  @Override
  public final long remoteScheduleCount() {
    return remoteSchedules.sum();
  }

  /// Polls of tasks of thread-bound sets.
  public final long localSetPollCount() {
    return localSets.polls();
  }

  /// Times that a task's cooperative budget was spent, the roots of `blockOn` and the tasks of thread-bound sets included.
  public final long budgetForcedYieldCount() {
    long others = rootYields.sum() + localSets.budgetForcedYields();
    return others + workers().stream().mapToLong(WorkerView::budgetForcedYieldCount).sum();
  }

  final void countRootYield() {
    rootYields.increment();
  }

  /// Every task that has not ended.
  public final List<? extends TaskView> liveTasks() {
    return Stream.concat(Stream.of(owned), localSets.open().map(LocalTasks::owned))
        .flatMap(list -> list.snapshot().stream()).toList();
  }

  /// Every task that has not ended, the roots of `blockOn` and the jobs of the blocking pool included.
  public final List<TaskCell<?>> everyTask() {
    var all = new ArrayList<TaskCell<?>>(owned.snapshot());
    localSets.open().forEach(local -> all.addAll(local.owned().snapshot()));
    all.addAll(roots);
    all.addAll(blockingPool.jobs());
    return all;
  }

  final Resources registry() {
    return resources;
  }

  @Override
  public final List<? extends TaskView> tasks() {
    return everyTask();
  }

  @Override
  public final List<? extends ResourceView> resources() {
    return resources.all();
  }

  @Override
  public final List<? extends OperationView> waitingOperations() {
    return resources.waiting();
  }

  final Set<RootTask<?>> roots() {
    return roots;
  }

  @Override
  public final String toString() {
    return "runtime '" + name + "'";
  }

  /// The stack of the thread that polls a task now, down to the task's own code; null when no thread does.
  final @Nullable StackSample sample(FutureTask<?> task) {
    return localSets.open().map(local -> sampleOn(local, task)).filter(Objects::nonNull).findFirst()
        .orElseGet(() -> sampleRunning(task));
  }

  /// The same, of the tasks that belong to no thread.
  abstract @Nullable StackSample sampleRunning(FutureTask<?> task);

  /// The same, when it is the thread of a core that polls the task.
  static @Nullable StackSample sampleOn(Core core, FutureTask<?> task) {
    var thread = core.thread();
    long polls = core.stats.pollCount();
    if (thread == null || core.stats.currentTaskId() != task.id()) {
      return null;
    }
    var frames = thread.getStackTrace();
    if (core.stats.currentTaskId() != task.id() || core.stats.pollCount() != polls) {
      return null;
    }
    int end = 0;
    while (end < frames.length && !frames[end].getClassName().equals(FutureTask.class.getName())) {
      end++;
    }
    return new StackSample(StackSample.Kind.RUNNING, Arrays.asList(frames).subList(0, end), thread.getState(), null,
        "The task is being polled on " + thread.getName() + ".");
  }

  // --- shutdown ---

  /// Starts to end every task: they are aborted, and run on to their next suspension and from there to their end. Blocking
  /// jobs that have not started are aborted. The threads stop when the last task has ended.
  public void startShutdown() {
    if (clock.resume()) { // the time that a shutdown may take is real
      driver.clockChanged();
    }
    owned.close();
    blockingPool.close();
    owned.snapshot().forEach(TaskCell::abort);
  }

  /// Starts the shutdown and waits for its end, blocking jobs that run included. When the time is up the threads stop, and
  /// what has not ended never will: it counts as cancelled.
  ///
  /// @param nanos how long to wait
  /// @return true when everything has ended in time
  /// @throws IllegalStateException when there is time to wait, inside the poll of a future task
  /// @throws InterruptedException when the calling thread is interrupted while it waits; the shutdown goes on
  public boolean shutdown(long nanos) throws InterruptedException {
    refuseToWait(nanos);
    long deadline = System.nanoTime() + nanos;
    startShutdown();
    boolean drained = owned.awaitDrained(nanos);
    stop();
    boolean ended = over.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    return blockingPool.awaitTermination(deadline - System.nanoTime()) && ended && drained;
  }

  final void refuseToWait(long nanos) {
    if (nanos > 0) {
      Current.refuseToBlock("the shutdown of " + this);
    }
  }

  /// Called after the last task has ended, of a runtime that shuts down.
  void drained() {
    stop();
  }

  /// Has whatever polls tasks leave off.
  abstract void stop();

  final boolean isStopping() {
    return stopping;
  }

  /// Whether the last poll has ended.
  final boolean isOver() {
    return over.getCount() == 0;
  }

  final void setStopping() {
    stopping = true;
  }

  final boolean isStopped() {
    return stopped;
  }

  /// Nobody polls any more, but who is in a poll that does not end: what has not ended ends now. Called once.
  final void endTasks() {
    try (var _ = Current.enter(this, 0)) { // futures that are dropped now may ask
      closeDrivers();
      endLeftOvers();
    }
  }

  /// The last poll has ended. Called once, after [#endTasks].
  final void allStopped() {
    if (container != null) {
      VirtualThreads.deregister(container);
    }
    probe.runtimeStopped(this);
    over.countDown();
  }

  private void closeDrivers() {
    drivers().forEach(Driver::close);
  }

  // Whoever joins a task that will never be polled again must not wait for ever.
  private void endLeftOvers() {
    for (var task : owned.snapshot()) {
      if (task instanceof ScheduledTask<?> idle && idle.cancel() == TaskState.Wake.SUBMIT) {
        inject.push(idle);
      }
    }
    stopped = true;
    endInjected();
  }

  /// Ends what is in the inject queue. After the last core has left. The end of one task may bring another here; the caller
  /// that came first ends them all, so that this does not recurse.
  final void endInjected() {
    if (enders.getAndIncrement() != 0) {
      return;
    }
    int asked = 1;
    do {
      ScheduledTask<?> task;
      while ((task = inject.pop()) != null) {
        endUnpolled(task);
        task.abandon();
      }
      asked = enders.addAndGet(-asked);
    } while (asked != 0);
  }
}
