package dev.kioto.scheduler;

import dev.kioto.future.BriefLock;
import dev.kioto.probe.WorkerView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// One of a fixed number of workers, as the rest of the runtime knows it: an index, and the core that is at work under it now.
///
/// A core is replaced when its thread is not available: it blocks by its own will, or is stuck in a poll. What was counted
/// under the index so far is kept. Any thread.
final class Worker implements WorkerView {
  private final int index;
  private final BriefLock lock = new BriefLock();
  private final Driver driver;

  // The core in charge; replaced under the lock of `MultiThread`'s cores, read by any thread.
  private volatile WorkerCore core;

  // First the sum of those that have left, then each core that may still count. One word, so that a reader never misses
  // a core or counts it twice. Replaced under the lock.
  private volatile List<CoreStats> counting;

  private final Count handoffs = new Count(); // written by the thread that watches for stuck workers

  Worker(MultiThread scheduler, int index, Driver driver) {
    this.index = index;
    this.driver = driver;
    core = new WorkerCore(scheduler, this);
    counting = List.of(new CoreStats(), core.stats);
  }

  Driver driver() {
    return driver;
  }

  WorkerCore core() {
    return core;
  }

  void unpark() {
    core.unpark();
  }

  /// Puts a core in charge.
  void install(WorkerCore next) {
    lock.lock();
    try {
      if (!counting.contains(next.stats)) {
        var more = new ArrayList<>(counting);
        more.add(next.stats);
        counting = List.copyOf(more);
      }
    } finally {
      lock.unlock();
    }
    core = next;
  }

  /// A core will not run any more.
  void retire(CoreStats stats) {
    lock.lock();
    try {
      var less = new ArrayList<>(counting);
      if (less.remove(stats)) {
        less.set(0, CoreStats.sum(less.getFirst(), stats));
        counting = List.copyOf(less);
      }
    } finally {
      lock.unlock();
    }
  }

  void countHandoff() {
    handoffs.increment();
  }

  private long sum(ToLongFunction<CoreStats> figure) {
    long sum = 0;
    for (var stats : counting) {
      sum += figure.applyAsLong(stats);
    }
    return sum;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public String threadName() {
    var thread = core.thread();
    return thread == null ? "" : thread.getName();
  }

  @Override
  public long threadId() {
    var thread = core.thread();
    return thread == null ? 0 : thread.threadId();
  }

  @Override
  public State state() {
    return core.isStuck() ? State.STUCK : core.stats.state();
  }

  @Override
  public long currentTaskId() {
    return core.stats.currentTaskId();
  }

  @Override
  public long pollStartedNanos() {
    return core.stats.pollStartedNanos();
  }

  @Override
  public long pollCount() {
    return sum(CoreStats::pollCount);
  }

  @Override
  public long busyNanos() {
    return sum(CoreStats::busyNanos);
  }

  @Override
  public long parkCount() {
    return sum(stats -> stats.parks.get());
  }

  @Override
  public long parkUnparkCount() {
    return sum(stats -> stats.parks.get() + stats.unparks.get());
  }

  @Override
  public long stealCount() {
    return sum(stats -> stats.steals.tasks());
  }

  @Override
  public long stealOperations() {
    return sum(stats -> stats.steals.operations());
  }

  @Override
  public long overflowCount() {
    return sum(stats -> stats.overflows.get());
  }

  @Override
  public long noopCount() {
    return sum(stats -> stats.noops.get());
  }

  @Override
  public long localScheduleCount() {
    return sum(stats -> stats.localSchedules.get());
  }

  @Override
  public long budgetForcedYieldCount() {
    return sum(stats -> stats.budgetForcedYields.get());
  }

  @Override
  public long handoffCount() {
    return handoffs.get();
  }

  @Override
  public int localQueueDepth() {
    return core.localDepth();
  }
}
