package dev.kioto.scheduler;

import dev.kioto.driver.Driver;
import dev.kioto.future.BriefLock;
import dev.kioto.probe.WorkerView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/// One of a fixed number of workers, as the rest of the runtime knows it: an index, and the core that is at work under it now.
///
/// A core is replaced when its thread is not available: it blocks by its own will, or is stuck in a poll. What was counted
/// under the index so far is kept. Any thread.
final class Worker implements WorkerView {
  private final MultiThread scheduler;
  private final int index;
  private final BriefLock lock = new BriefLock();
  private final Driver driver;

  // The core in charge; replaced under the lock, by the thread of its successor, and read by any thread.
  private volatile WorkerCore core;

  // First the sum of those that have left, then each core that may still count. One word, so that a reader never misses
  // a core or counts it twice. Replaced under the lock.
  private volatile List<Share> counting;

  // The most that was ever shown, by any reader: a hand-over takes back what the old core has counted since it was decided.
  private final AtomicLong busyShown = new AtomicLong();

  // What the cores before this one had found, until it has found something itself. Written under the lock.
  private volatile long meanBefore;

  private final Count handoffs = new Count(); // written by the thread that takes over, one after the other

  Worker(MultiThread scheduler, int index, Driver driver) {
    this.scheduler = scheduler;
    this.index = index;
    this.driver = driver;
    core = new WorkerCore(scheduler, this);
    counting = List.of(new Share(new CoreStats(scheduler.options()), 0), new Share(core.stats, Long.MAX_VALUE));
  }

  /// What one core adds to the worker's figures.
  ///
  /// @param busyCap the most that it adds to the busy time: what it had when it was handed over. The worker is the other
  ///     thread since then, and no more than the time that passes may be busy
  private record Share(CoreStats stats, long busyCap) {
    long busyNanos() {
      return Math.min(stats.busyNanos(), busyCap);
    }

    Share frozen() {
      return new Share(stats, busyNanos());
    }

    Share plus(Share other) {
      return new Share(CoreStats.sum(stats, other.stats), busyNanos() + other.busyNanos());
    }
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
      core = next;
      meanBefore = meanPollNanos();
      var shares = new ArrayList<Share>();
      for (var share : counting) {
        if (!share.stats().equals(next.stats)) {
          shares.add(share.frozen());
        }
      }
      shares.add(new Share(next.stats, Long.MAX_VALUE));
      counting = List.copyOf(shares);
    } catch (OutOfMemoryError _) {
      // What the new core counts is not seen: the worker goes on.
    } finally {
      lock.unlock();
    }
  }

  /// A core will not run any more.
  void retire(CoreStats stats) {
    lock.lock();
    try {
      var shares = new ArrayList<>(counting);
      for (int i = 1; i < shares.size(); i++) {
        if (shares.get(i).stats().equals(stats)) {
          shares.set(0, shares.getFirst().plus(shares.remove(i)));
          counting = List.copyOf(shares);
          return;
        }
      }
    } catch (OutOfMemoryError _) {
      // It stays among those that may still count.
    } finally {
      lock.unlock();
    }
  }

  void countHandoff() {
    handoffs.increment();
  }

  private long sum(ToLongFunction<CoreStats> figure) {
    long sum = 0;
    for (var share : counting) {
      sum += figure.applyAsLong(share.stats());
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
    long busy = 0;
    for (var share : counting) {
      busy += share.busyNanos();
    }
    return busyShown.accumulateAndGet(busy, Math::max);
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
  public long lastBudgetForcedYield() {
    return core.stats.lastBudgetForcedYield();
  }

  @Override
  public long pinnedParkCount() {
    return sum(stats -> stats.pinnedParks.get());
  }

  @Override
  public boolean isPinned() {
    return core.pinned() != null;
  }

  @Override
  public long handoffCount() {
    return handoffs.get();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // of workers and cores the identity is meant
  public List<HandedOverPoll> handedOverPolls() {
    var polls = new ArrayList<HandedOverPoll>();
    for (var other : scheduler.cores()) {
      var thread = other.thread();
      long task = other.stats.currentTaskId();
      if (other.worker() == this && other != core && thread != null && task != 0) {
        polls.add(new HandedOverPoll(task, thread.getName(), thread.threadId(), other.stats.pollStartedNanos(),
            other.isStuck()));
      }
    }
    return polls;
  }

  @Override
  public long meanPollNanos() {
    long mean = core.meanPollNanos();
    return mean == 0 ? meanBefore : mean;
  }

  @Override
  public long pollTimeCount(int bucket) {
    return sum(stats -> stats.pollTimeCount(bucket));
  }

  @Override
  public long scheduleLatencyCount(int bucket) {
    return sum(stats -> stats.scheduleLatencyCount(bucket));
  }

  @Override
  public int localQueueDepth() {
    return core.localDepth();
  }
}
