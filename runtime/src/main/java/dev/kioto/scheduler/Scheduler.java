package dev.kioto.scheduler;

import dev.kioto.driver.Uncaught;
import dev.kioto.future.Future;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskOutcome;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What every scheduler has, whatever threads poll its tasks: the tasks, the inject queue, the driver, the blocking pool, and
/// the way to its end. Any thread. What is the same to each of its subjects is in the classes that it extends, so that a call from
/// one to another is a call of a method of its own.
public abstract class Scheduler extends EndingScheduler {
  static {
    Current.install();
    Resources.install();
  }

  private final Children children = new Children(this);
  private final Resources resources = new Resources(this);
  private final BlockingPool blockingPool;
  private final AtomicLong seeds;
  private final VirtualThreads.@Nullable Container container;
  private final AtomicBoolean watchedForPinned = new AtomicBoolean();

  /// @param threads how many threads poll tasks at the same time
  Scheduler(SchedulerOptions options, int threads) {
    super(options, threads);
    seeds = new AtomicLong(options.rngSeed == null ? System.nanoTime() : options.rngSeed);
    container = VirtualThreads.register("kioto " + name(), this::directThreads);
    blockingPool = new BlockingPool(this, options);
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
    scheduler.probe().runtimeStarted(scheduler);
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
    clock().jobStarted();
    blockingPool.submit(job);
    return job;
  }

  /// A job of the blocking pool is over, and has woken who waited for it.
  final void blockingJobEnded() {
    clock().jobEnded();
    if (clock().isPaused()) {
      driver().clockChanged();
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

  private Stream<Thread> directThreads() {
    return owned().snapshot().stream()
        .flatMap(task -> task instanceof DirectTask<?> direct ? Stream.ofNullable(direct.thread()) : Stream.empty());
  }

  // --- scheduling ---

  /// Puts a runnable task into a run queue: that of the caller's core when it is one of ours, else the shared one.
  abstract void submit(ScheduledTask<?> task, @Nullable Core core);

  final void remoteSchedule(ScheduledTask<?> task) {
    tell(SchedulerEvent.INJECTED, task.id(), 0);
    inject().push(task);
    try {
      remoteSchedules.increment();
    } catch (OutOfMemoryError _) {
      // It may grow. The task is in the queue, and somebody has to be woken for it.
    }
  }

  /// A task has ended, and its result can be read.
  void ended(TaskCell<?> task, @Nullable Throwable failure, TaskOutcome outcome) {
    if (!(task instanceof ScheduledTask<?> scheduled)) {
      if (task instanceof RootTask<?> root) {
        roots().remove(root);
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

  final Children children() {
    return children;
  }

  /// The pool for jobs that block.
  @Override
  public final BlockingPool blockingPool() {
    return blockingPool;
  }

  @Override
  final Resources registry() {
    return resources;
  }

  @Override
  void settingsChanged() {
    blockingPool.settingsChanged();
    watchForPinned();
  }

  // --- shutdown ---

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
    probe().runtimeStopped(this);
    setOver();
  }

}
