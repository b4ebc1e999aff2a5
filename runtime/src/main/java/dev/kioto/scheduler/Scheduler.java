package dev.kioto.scheduler;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Future;
import dev.kioto.probe.Probe;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.ThreadProbe;
import dev.kioto.probe.WorkerView;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The multi-thread work-stealing scheduler: its workers and what they share. Any thread.
public final class Scheduler implements RuntimeView {
  private static final AtomicLong NEXT_ID = new AtomicLong(1);

  private final long id = NEXT_ID.getAndIncrement();
  private final String name;
  private final Probe probe;
  private final boolean spawnLocations;
  private final InjectQueue inject = new InjectQueue();
  private final Driver driver = new Driver();
  private final Children children = new Children(this);
  private final OwnedTasks owned;
  private final Idle idle;
  private final List<Worker> workers;
  private final List<WorkerStats> stats;
  private final BlockingPool blockingPool;

  // Workers that have not left their loop, then the end of the whole: counted to 0 when the last one has cleaned up.
  private final AtomicInteger active;
  private final CountDownLatch over = new CountDownLatch(1);

  // For platform threads that are not workers of a runtime with this probe.
  private final ThreadLocal<ThreadProbe> outside;

  // Set once, before the workers are unparked for the last time.
  private volatile boolean stopping;

  // Set once, after the last worker has left its loop and before the inject queue is emptied. Whoever submits a task reads
  // it afterwards: either the task is found in the queue, or its submitter sees that nobody will poll it.
  private volatile boolean stopped;

  // Above 0 while somebody ends what is in the inject queue; how many asked for it meanwhile.
  private final AtomicInteger enders = new AtomicInteger();

  private Scheduler(SchedulerOptions options) {
    name = options.name() == null ? "runtime-" + id : options.name();
    probe = options.probe();
    spawnLocations = options.spawnLocations() && probe.enabled();
    outside = ThreadLocal.withInitial(() -> probe.openThread(Thread.currentThread().getName()));
    int n = options.workerThreads();
    owned = new OwnedTasks(n, this::stop);
    idle = new Idle(n);
    active = new AtomicInteger(n);
    workers = IntStream.range(0, n).mapToObj(i -> new Worker(this, options, i)).toList();
    stats = workers.stream().map(Worker::stats).toList();
    blockingPool = new BlockingPool(this, options);
  }

  /// Starts a scheduler and its workers.
  public static Scheduler start(SchedulerOptions options) {
    var scheduler = new Scheduler(options);
    scheduler.probe.runtimeStarted(scheduler);
    int started = 0;
    try {
      for (var worker : scheduler.workers) {
        worker.start();
        started++;
      }
    } finally {
      for (int i = started; i < scheduler.workers.size(); i++) { // the system refused a thread: let go of the others
        scheduler.stop();
        scheduler.workerStopped();
      }
    }
    return scheduler;
  }

  // --- spawning ---

  /// Spawns a future task.
  public <T extends @Nullable Object> TaskCell<T> spawn(Future<T> future, TaskOptions options) {
    var task = new FutureTask<>(this, options, future);
    if (admit(task)) {
      submit(task, Current.worker());
    }
    return task;
  }

  /// Spawns a direct task.
  ///
  /// @param typeName what to call the code: the class of the body as the caller was given it
  /// @throws IllegalStateException when virtual threads cannot be given a scheduler in this JVM
  public <T extends @Nullable Object> TaskCell<T> spawn(Callable<T> body, TaskOptions options, String typeName) {
    var task = new DirectTask<>(this, options, body, typeName);
    var thread = task.thread();
    if (thread != null && admit(task)) {
      thread.start(); // submits the task
    }
    return task;
  }

  /// Queues a job for the blocking pool.
  public <T extends @Nullable Object> TaskCell<T> spawnBlocking(
      Callable<T> body, TaskOptions options, String typeName) {
    var job = new BlockingJob<>(this, options, body, typeName);
    blockingPool.submit(job);
    return job;
  }

  /// Drives a future on the calling thread, which belongs to this runtime meanwhile.
  public <T extends @Nullable Object> T blockOn(Future<T> future) {
    return RootTask.run(this, future);
  }

  /// Runs code on the calling thread, which belongs to this runtime meanwhile.
  public <T extends @Nullable Object> T blockOn(Callable<T> body, String typeName) throws Exception {
    return RootTask.run(this, body, typeName);
  }

  /// An entry for a deadline by [System#nanoTime].
  public TimerEntry timer(long deadlineNanos) {
    return driver.entry(deadlineNanos);
  }

  /// Suspends the calling thread's direct task and puts it at the back of the run queue; yields a thread that is none.
  public static void yieldThread() {
    var task = Current.virtualTask();
    if (task != null) {
      task.yieldNow();
    } else {
      Thread.yield();
    }
  }

  /// Takes a new task in.
  ///
  /// @return false when the runtime has shut down; the task has ended as cancelled
  boolean admit(ScheduledTask<?> task) {
    task.scheduledAtNanos = probeOf(Current.worker()).taskSpawned(task);
    if (owned.add(task)) {
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

  // --- scheduling ---

  /// Puts a runnable task into a run queue: of the worker that the caller runs on when it is one of ours, else the
  /// shared one.
  void submit(ScheduledTask<?> task, @Nullable Worker worker) {
    if (worker != null && worker.scheduler() == this) {
      worker.schedule(task);
    } else {
      inject.push(task);
      if (stopped) {
        endInjected(); // the last worker may have looked before the push: nobody else would
      } else {
        notifyParked();
      }
    }
  }

  void notifyParked() {
    int worker = idle.workerToNotify();
    if (worker != Idle.NONE) {
      workers.get(worker).unpark();
    }
  }

  /// The last look of a worker that goes to sleep, see [Idle].
  void notifyIfWorkPending() {
    if (!inject.isEmpty()) {
      notifyParked();
      return;
    }
    for (var worker : workers) {
      if (!worker.queue().isEmpty()) {
        notifyParked();
        return;
      }
    }
  }

  /// The channel to the probe for the calling thread, whose worker is given.
  @SuppressWarnings("ReferenceEquality") // one probe may watch several runtimes: the same object is meant
  ThreadProbe probeOf(@Nullable Worker worker) {
    if (worker != null && worker.scheduler().probe == probe) {
      return worker.threadProbe();
    }
    if (!probe.enabled() || Thread.currentThread().isVirtual()) {
      return probe.shared();
    }
    return outside.get();
  }

  void forget(TaskCell<?> task) {
    owned.remove(task);
  }

  // --- organs ---

  InjectQueue inject() {
    return inject;
  }

  Driver driver() {
    return driver;
  }

  Idle idle() {
    return idle;
  }

  Children children() {
    return children;
  }

  Probe probe() {
    return probe;
  }

  boolean takesSpawnLocation() {
    return spawnLocations;
  }

  List<Worker> workerList() {
    return workers;
  }

  int workerCount() {
    return workers.size();
  }

  boolean isStopping() {
    return stopping;
  }

  /// The pool for jobs that block.
  public BlockingPool blockingPool() {
    return blockingPool;
  }

  // --- what an observer may ask ---

  @Override
  public long id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<? extends WorkerView> workers() {
    return stats;
  }

  @Override
  public int globalQueueDepth() {
    return inject.size();
  }

  @Override
  public long aliveTasks() {
    return owned.size();
  }

  @Override
  public String toString() {
    return "runtime '" + name + "'";
  }

  /// The stack of the worker that polls a task now, down to the task's own code.
  StackSample sampleRunning(FutureTask<?> task, String typeName) {
    for (var worker : workers) {
      long polls = worker.stats().pollCount();
      if (worker.stats().currentTaskId() == task.id()) {
        var frames = worker.thread().getStackTrace();
        if (worker.stats().currentTaskId() == task.id() && worker.stats().pollCount() == polls) {
          int end = 0;
          while (end < frames.length && !frames[end].getClassName().equals(FutureTask.class.getName())) {
            end++;
          }
          return new StackSample(StackSample.Kind.RUNNING, Arrays.asList(frames).subList(0, end),
              worker.thread().getState(), null, "The task is being polled on " + worker.thread().getName() + ".");
        }
      }
    }
    return StackSample.none("A future task keeps no stack between polls; its future is a " + typeName + ".");
  }

  // --- shutdown ---

  /// Starts to end every task: they are aborted, and run on to their next suspension and from there to their end. Blocking
  /// jobs that have not started are aborted. The workers stop when the last task has ended.
  public void startShutdown() {
    owned.close();
    blockingPool.close();
    owned.snapshot().forEach(TaskCell::abort);
  }

  /// Starts the shutdown and waits for its end, blocking jobs that run included. When the time is up the workers stop, and
  /// what has not ended never will: it counts as cancelled.
  ///
  /// @param nanos how long to wait
  /// @return true when everything has ended in time
  /// @throws InterruptedException when the calling thread is interrupted while it waits; the shutdown goes on
  public boolean shutdown(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    startShutdown();
    boolean drained = owned.awaitDrained(nanos);
    stop();
    boolean ended = over.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    return blockingPool.awaitTermination(deadline - System.nanoTime()) && ended && drained;
  }

  private void stop() {
    stopping = true;
    workers.forEach(Worker::unpark);
  }

  /// Called by each worker's thread as the last thing that it does, when it is a worker no longer.
  void workerStopped() {
    if (active.decrementAndGet() > 0) {
      return;
    }
    try (var _ = Current.enter(this, 0)) { // futures that are dropped now may ask
      driver.close();
      endLeftOvers();
    }
    probe.runtimeStopped(this);
    over.countDown();
  }

  // With the workers gone, what has not ended will never be polled: whoever joins it must not wait for ever.
  private void endLeftOvers() {
    workers.forEach(Worker::handOver);
    for (var task : owned.snapshot()) {
      if (task instanceof ScheduledTask<?> idle && idle.cancel() == TaskState.Wake.SUBMIT) {
        inject.push(idle);
      }
    }
    stopped = true;
    endInjected();
  }

  // The end of one task may bring another here; the caller that came first ends them all, so that this does not recurse.
  private void endInjected() {
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

  static CancelledException shutDown(TaskCell<?> task) {
    return new CancelledException(task + " was not started: " + task.scheduler + " has shut down");
  }
}
