package dev.kioto.scheduler;

import dev.kioto.driver.Driver;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.WorkerView;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The multi-thread work-stealing scheduler: its workers and what they share. Any thread.
final class MultiThread extends Scheduler {
  private final Idle idle;
  private final Cores cores = new Cores();
  private final List<Worker> workers;
  private final AtomicInteger inCharge; // workers of whom a core is: each leaves once, when the runtime stops
  private final ConcurrentLinkedQueue<InPlaceBlock> inPlace = new ConcurrentLinkedQueue<>(); // few: each has a thread or none
  private final AtomicReference<@Nullable StuckWatch> watch = new AtomicReference<>(); // set once

  MultiThread(SchedulerOptions options) {
    super(options, options.workerThreads);
    int n = options.workerThreads;
    idle = new Idle(n);
    var shared = driver();
    workers = IntStream.range(0, n)
        .mapToObj(i -> new Worker(this, i,
            i == 0 || !options.perWorkerTimers ? shared : newDriver()))
        .toList();
    inCharge = new AtomicInteger(n);
  }

  /// The cores that the runtime starts with are among those that are searched.
  void startCores() {
    cores.start(workers.stream().map(Worker::core).toList());
  }

  @Override
  void launch() {
    startCores();
    int started = 0;
    try {
      watch();
      for (var worker : workers) {
        blockingPool().launch(worker.core());
        started++;
      }
    } finally {
      for (int i = started; i < workers.size(); i++) { // the system refused a thread: let go of the others
        stop();
        left(workers.get(i).core(), true, false);
      }
    }
  }

  @Override
  void settingsChanged() {
    super.settingsChanged();
    watch();
  }

  // Has somebody look for stuck workers, if it is wanted.
  private void watch() {
    var watching = watch.get();
    if (watching != null) {
      watching.settingsChanged();
    } else if (options().stuckWorkerTimeout.isPositive()) {
      var first = new StuckWatch(this);
      if (watch.compareAndSet(null, first)) {
        first.start();
      } else {
        watch();
      }
    }
  }

  // --- scheduling ---

  @Override
  void submit(ScheduledTask<?> task, @Nullable Core core) {
    if (core != null && core.scheduler() == this) {
      core.schedule(task);
    } else {
      remoteSchedule(task);
      if (isStopped()) {
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
    if (!inject().isEmpty()) {
      notifyParked();
      return;
    }
    for (var core : cores.all()) {
      if (core.hasStealable()) {
        notifyParked();
        return;
      }
    }
  }

  @Override
  <T extends @Nullable Object> T blockInPlace(Core core, Callable<T> body) throws Exception {
    if (core instanceof LocalTasks) {
      throw new IllegalStateException(
          "blockInPlace was called inside a LocalSet, whose other tasks no other thread may run:"
              + " use spawnBlocking");
    }
    long task = core.currentTaskId();
    if (task == 0) {
      return givingUpWorker(core, body);
    }
    var block = new InPlaceBlock(task, System.nanoTime());
    inPlace.add(block);
    try {
      return givingUpWorker(core, body);
    } finally {
      inPlace.remove(block);
    }
  }

  @Override
  public List<InPlaceBlock> blockingInPlace() {
    return inPlace.isEmpty() ? List.of() : List.copyOf(inPlace);
  }

  private <T extends @Nullable Object> T givingUpWorker(Core core, Callable<T> body) throws Exception {
    if (!(core instanceof WorkerCore mine) || mine.mayBlock() || !mine.startBlocking()) {
      return body.call();
    }
    mine.expose();
    mine.unconstrain();
    try {
      blockingPool().launch(TakeOver.ofBlocking(this, mine));
    } catch (OutOfMemoryError _) {
      // "unable to create native thread": the worker waits for the body.
    }
    var here = Current.core();
    if (here != null && !here.mayBlock()) { // a lock has suspended this direct task, which runs on a thread again
      return givingUpWorker(here, body);
    }
    try {
      return body.call();
    } finally {
      if (Current.core() == mine) { // and not a direct task that was suspended meanwhile and is elsewhere now
        mine.stopBlocking();
      }
    }
  }

  /// Asks for a thread to take over a worker that is stuck in a poll.
  ///
  /// @param poll how many polls the core had ended when it was seen
  void handOff(WorkerCore core, long poll, long taskId) {
    try {
      blockingPool().launch(TakeOver.ofStuck(this, core, poll, taskId));
    } catch (OutOfMemoryError _) {
      // "unable to create native thread": whoever watches will ask again.
    }
  }

  /// Takes in a core that is to succeed another.
  ///
  /// @return false when the last has left
  boolean add(WorkerCore core) {
    return cores.add(core);
  }

  // --- organs ---

  Idle idle() {
    return idle;
  }

  @Override
  WorkerCore[] cores() {
    return cores.all();
  }

  List<Worker> workerList() {
    return workers;
  }

  int workerCount() {
    return workers.size();
  }

  @Override
  public List<? extends WorkerView> workers() {
    return workers;
  }

  @Override
  @Nullable StackSample sampleRunning(FutureTask<?> task) {
    for (var core : cores.all()) {
      var sample = sampleOn(core, task);
      if (sample != null) {
        return sample;
      }
    }
    return null;
  }

  // --- shutdown ---

  @Override
  void stop() {
    setStopping();
    workers.forEach(Worker::unpark);
  }

  /// A core has left its loop, and emptied its queue. The last that was in charge ends the tasks, since nobody will poll them:
  /// also while others go on in polls that do not end, and may be waiting for one of these tasks.
  ///
  /// @param wasInCharge of its worker, until the end
  /// @param tasksLeft whether it put tasks into the inject queue
  void left(WorkerCore core, boolean wasInCharge, boolean tasksLeft) {
    if (wasInCharge && inCharge.decrementAndGet() == 0) {
      for (var other : cores.all()) {
        if (other != core) {
          core.relieve(other);
        }
      }
      endTasks();
    } else if (isStopped()) {
      endInjected();
    } else if (tasksLeft) {
      notifyParked();
    }
    remove(core);
  }

  /// A core is not needed any more.
  void remove(WorkerCore core) {
    if (cores.remove(core)) {
      allStopped();
      var watching = watch.get();
      if (watching != null) {
        watching.settingsChanged(); // it sees that the runtime is over
      }
    }
  }

  @Override
  Stream<Driver> drivers() {
    return workers.stream().map(Worker::driver).distinct();
  }
}
