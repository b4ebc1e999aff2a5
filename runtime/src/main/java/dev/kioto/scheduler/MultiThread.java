package dev.kioto.scheduler;

import dev.kioto.probe.StackSample;
import dev.kioto.probe.WorkerView;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The multi-thread work-stealing scheduler: its workers and what they share. Any thread.
final class MultiThread extends Scheduler {
  private final Idle idle;
  private final AtomicLong seeds;
  private final Cores cores = new Cores(this);
  private final List<Worker> workers;
  private final @Nullable StuckWatch watch;

  MultiThread(SchedulerOptions options) {
    super(options, options.workerThreads);
    var seed = options.rngSeed;
    seeds = new AtomicLong(seed == null ? System.nanoTime() : seed);
    int n = options.workerThreads;
    idle = new Idle(n);
    var shared = driver();
    workers = IntStream.range(0, n)
        .mapToObj(i -> new Worker(this, i, i == 0 || !options.perWorkerTimers ? shared : new Driver())).toList();
    watch = options.stuckWorkerTimeout.isPositive() ? new StuckWatch(this) : null;
  }

  @Override
  void launch() {
    workers.forEach(worker -> cores.add(worker.core()));
    int started = 0;
    try {
      if (watch != null) {
        watch.start();
      }
      for (var worker : workers) {
        blockingPool().launch(worker.core());
        started++;
      }
    } finally {
      for (int i = started; i < workers.size(); i++) { // the system refused a thread: let go of the others
        stop();
        remove(workers.get(i).core());
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
    if (!(core instanceof WorkerCore mine) || mine.mayBlock() || !mine.detach()) {
      return body.call();
    }
    mine.expose();
    mine.unconstrain();
    var successor = cores.succeed(mine);
    try {
      return body.call();
    } finally {
      // Unless this is a direct task that was suspended meanwhile and is elsewhere now.
      if (successor != null && Current.core() == mine && successor.claim()) {
        cores.giveBack(mine, successor);
      }
    }
  }

  /// Hands over a worker that is stuck in a poll.
  ///
  /// @return false when it was not possible now
  boolean handOff(WorkerCore core) {
    if (!core.detach()) {
      return false;
    }
    core.worker().countHandoff(1); // before anybody can see what the new core has done
    if (cores.succeed(core) == null) {
      core.worker().countHandoff(-1);
      return false;
    }
    return true;
  }

  // --- organs ---

  Idle idle() {
    return idle;
  }

  WorkerCore[] cores() {
    return cores.all();
  }

  List<Worker> workerList() {
    return workers;
  }

  int workerCount() {
    return workers.size();
  }

  int nextSeed() {
    long z = seeds.getAndAdd(0x9E3779B97F4A7C15L); // the gamma and a mix of SplittableRandom
    z = (z ^ (z >>> 33)) * 0x62A9D9ED799705F5L;
    return (int) (z >>> 32) | 1;
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
    if (watch != null) {
      watch.stop();
    }
  }

  /// A core has left. The last one ends what is left behind.
  void remove(WorkerCore core) {
    if (cores.remove(core)) {
      allStopped();
    }
  }

  @Override
  void closeDrivers() {
    workers.stream().map(Worker::driver).distinct().forEach(Driver::close);
  }
}
