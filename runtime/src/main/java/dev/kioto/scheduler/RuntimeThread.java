package dev.kioto.scheduler;

import dev.kioto.driver.Uncaught;
import dev.kioto.driver.Wakeup.SelectingThread;
import dev.kioto.probe.ThreadProbe;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A thread of a runtime's pool: it runs a worker's core, or blocking jobs, one after the other.
final class RuntimeThread extends SelectingThread implements JobQueue.Taker {
  /// How the names of threads that run blocking jobs go on after the prefix, before their number.
  static final String BLOCKING = "-blocking-";

  private final Scheduler scheduler;

  // Written by this thread, under the lock of the queue that it takes a job from; read by any.
  private volatile @Nullable BlockingJob<?> job;

  private boolean namedForJobs; // this thread alone

  // This thread alone, and what is mounted on it. Null while the thread polls for nobody.
  private @Nullable Core core;
  private ThreadProbe probe;

  /// @param suffix follows the prefix of the runtime's thread names, unless these are made by the user's function
  RuntimeThread(Scheduler scheduler, Runnable work, String suffix) {
    super(work, name(scheduler.options(), suffix), scheduler.options().threadStackSize);
    this.scheduler = scheduler;
    this.probe = scheduler.probe().shared();
    setDaemon(true);
    namedForJobs = suffix.startsWith(BLOCKING);
  }

  private static String name(SchedulerOptions options, String suffix) {
    var function = options.threadNameFn;
    if (function != null) {
      try {
        return Objects.requireNonNull(function.get(), "the name of a thread, from threadNameFn");
      } catch (Throwable e) {
        Uncaught.report(e);
      }
    }
    return options.threadName + suffix;
  }

  /// What the thread does now is part of its name, for those who read thread dumps.
  void rename(String suffix) {
    namedForJobs = false;
    if (options().threadNameFn == null) {
      setName(options().threadName + suffix);
    }
  }

  /// The same for a thread that runs blocking jobs, and may have been started for a worker's core that another has taken.
  ///
  /// @param next gives a number that no other has
  void renameForJobs(AtomicLong next) {
    if (!namedForJobs) {
      rename(BLOCKING + next.getAndIncrement());
      namedForJobs = true;
    }
  }

  private SchedulerOptions options() {
    return scheduler.options();
  }

  Scheduler scheduler() {
    return scheduler;
  }

  @Nullable Core core() {
    return core;
  }

  void setCore(@Nullable Core core) {
    this.core = core;
  }

  @Override
  public void takes(BlockingJob<?> next) {
    job = next;
  }

  /// Runs the job of the blocking pool that it has taken.
  void run(BlockingJob<?> next) {
    try {
      next.run(probe);
    } finally {
      job = null;
    }
  }

  /// The job that the thread runs now, or null.
  @Nullable BlockingJob<?> job() {
    return job;
  }

  /// The channel of this thread to the probe.
  ThreadProbe probe() {
    return probe;
  }

  @Override
  public void run() {
    probe = scheduler.probe().openThread(getName());
    Hooks.run(scheduler.options().hooks.threadStart());
    try {
      super.run();
    } finally {
      Hooks.run(scheduler.options().hooks.threadStop());
      probe.close();
      probe = scheduler.probe().shared();
      scheduler.blockingPool().ended(this);
    }
  }
}
