package dev.kioto.scheduler;

import dev.kioto.driver.Uncaught;
import dev.kioto.future.BriefLock;
import dev.kioto.probe.BlockingPoolView;
import dev.kioto.probe.SchedulerEvent;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The threads of a runtime: for workers, and for code that blocks. A job goes to an idle thread, else to a new one while there
/// are fewer than the cap, else it waits in a queue without bound. A worker always gets a thread. Any thread.
///
/// The rules are those of Tokio's `runtime/blocking/pool.rs`.
public final class BlockingPool implements BlockingPoolView {
  /*
   * No job waits beside an idle thread. Who submits puts the job into the queue and then, with the lock, looks for an idle
   * thread to wake, or starts one. A thread looks into the queue with the lock, and counts as idle before it gives the lock
   * back. Whichever comes first: the submitter finds the idle thread, or the thread the job. At the cap with all threads busy
   * nobody is woken, and each looks again before it is idle. A thread that only looks without the lock, as after a job when
   * the queue is shared, decides nothing by finding none.
   *
   * No job is left behind at the end. A job enters before the queue is sealed or not at all. If its submitter then finds the
   * pool open, a thread will look after it. If it finds it closed, all threads may have looked and gone: it takes the job out
   * again, unless a thread or the seal has it already.
   */
  private static final int REFUSED = -1;
  private static final int UNKNOWN = 0;
  private static final long NOT_IDLE = Long.MIN_VALUE;

  private final Scheduler scheduler;
  private final BriefLock lock = new BriefLock();
  private final Condition workArrived = lock.newCondition();
  private final Condition threadEnded = lock.newCondition();

  private final AtomicLong nextNumber = new AtomicLong();
  private final JobQueue queue; // guarded by the lock unless it is shared

  // The cap was lowered: no thread goes on to the next job without a look at it. Written under the lock.
  private volatile boolean lowered;

  // All guarded by lock.
  private int maxThreads;
  private long keepAliveNanos;
  private final Ring<Duty> duties = new Ring<>(16); // that wait for a thread
  private final Set<RuntimeThread> members = new HashSet<>(); // until nothing of theirs runs any more
  private int threads; // that take work, or will, or are about to be started
  private int coreThreads; // threads that run a core, or were started for one
  private int idle;
  private int signalled; // idle threads that work has been promised to, and that have not taken it yet
  private boolean closed;

  BlockingPool(Scheduler scheduler, SchedulerOptions options) {
    this.scheduler = scheduler;
    this.queue = options.shardedBlockingQueue ? new ShardedJobs() : new SingleJobs();
    this.maxThreads = options.maxBlockingThreads;
    this.keepAliveNanos = TimeUnit.NANOSECONDS.convert(options.threadKeepAlive); // which does not overflow
  }

  // --- work comes ---

  /// Queues a job, or ends it when the runtime has shut down.
  ///
  /// @throws OutOfMemoryError when there is no memory for it, or when the system refuses a thread and there is none that would
  ///     run it; the job has ended as cancelled
  void submit(BlockingJob<?> job) {
    var probe = scheduler.probeOf(Current.core());
    job.scheduledAtNanos = probe.taskSpawned(job);
    try {
      int waiting = enter(job);
      if (waiting == REFUSED) {
        job.reject();
      } else if (waiting != UNKNOWN) {
        probe.schedulerEvent(SchedulerEvent.BLOCKING_QUEUED, 0, waiting);
      }
    } catch (OutOfMemoryError e) {
      job.reject();
      throw e;
    }
  }

  /// @return how many jobs wait then, which is UNKNOWN when nobody wants to know; or REFUSED
  private int enter(BlockingJob<?> job) {
    boolean queued = queue.isShared() && queue.push(job);
    if (queue.isShared() && !queued) {
      return REFUSED;
    }
    boolean needsThread;
    int waiting;
    lock.lock();
    try {
      if (closed) {
        return queued && !queue.remove(job) ? UNKNOWN : REFUSED;
      }
      if (!queued) {
        queue.push(job);
      }
      waiting = scheduler.tracesScheduler() ? queue.size() : UNKNOWN;
      needsThread = !promiseIdle() && threads - coreThreads < maxThreads;
      if (needsThread) {
        threads++;
      }
    } finally {
      lock.unlock();
    }
    if (needsThread) {
      start(job, RuntimeThread.BLOCKING + nextNumber.getAndIncrement());
    }
    return waiting;
  }

  /// Gives a worker's duty a thread of its own.
  ///
  /// @throws OutOfMemoryError when the system refuses a thread; the duty will not be done
  void launch(Duty duty) {
    boolean needsThread;
    lock.lock();
    try {
      duties.add(duty);
      coreThreads++;
      needsThread = !promiseIdle();
      if (needsThread) {
        threads++;
      }
    } finally {
      lock.unlock();
    }
    if (needsThread) {
      start(duty, "-" + duty.worker().index());
    }
  }

  private boolean promiseIdle() {
    if (idle <= signalled) {
      return false;
    }
    signalled++;
    workArrived.signal();
    return true;
  }

  // Without the lock: a thread's name may be made by code of the user's.
  private void start(Object work, String suffix) {
    RuntimeThread thread = null;
    try {
      thread = new RuntimeThread(scheduler, this::work, suffix);
      add(thread);
      thread.start();
    } catch (OutOfMemoryError e) {
      if (isRefused(thread, work)) {
        throw e;
      }
    }
  }

  private void add(RuntimeThread thread) {
    lock.lock();
    try {
      members.add(thread);
    } finally {
      lock.unlock();
    }
  }

  // A thread that the system refuses is no loss while another can take the work.
  private boolean isRefused(@Nullable RuntimeThread thread, Object work) {
    lock.lock();
    try {
      threads--;
      members.remove(thread);
      threadEnded.signalAll();
      if (!(work instanceof Duty duty)) {
        return threads == coreThreads && work instanceof BlockingJob<?> job && queue.remove(job);
      }
      boolean refused = duties.remove(duty);
      coreThreads -= refused ? 1 : 0;
      return refused;
    } finally {
      lock.unlock();
    }
  }

  // --- a thread's life ---

  private void work() {
    var thread = (RuntimeThread) Thread.currentThread();
    boolean ranJobs = false; // which thread gets a job and which a core is not known before it takes one
    Object work;
    while ((work = take(thread)) != null) {
      Thread.interrupted(); // that of the job before
      try {
        switch (work) {
          case BlockingJob<?> job -> {
            if (!ranJobs) {
              tellCount(SchedulerEvent.BLOCKING_THREAD_STARTED, thread);
            }
            ranJobs = true;
            runJobs(job, thread);
          }
          case Duty duty -> run(duty, thread);
          default -> throw new AssertionError(work);
        }
      } catch (Throwable e) { // no user's code throws so far; but a thread that ended would be missed
        Uncaught.report(e);
      }
    }
    if (ranJobs) {
      tellCount(SchedulerEvent.BLOCKING_THREAD_ENDED, thread);
    }
  }

  private void tellCount(SchedulerEvent event, RuntimeThread thread) {
    if (scheduler.tracesScheduler()) {
      thread.probe().schedulerEvent(event, 0, threadCount());
    }
  }

  private void runJobs(BlockingJob<?> first, RuntimeThread thread) {
    thread.renameForJobs(nextNumber);
    var job = first;
    while (job != null) {
      thread.run(job);
      Thread.interrupted();
      job = queue.isShared() && !lowered ? queue.pop((int) thread.threadId(), thread) : null;
    }
  }

  private void run(Duty duty, RuntimeThread thread) {
    try {
      thread.rename("-" + duty.worker().index());
      duty.run(thread);
      thread.rename("-left-" + duty.worker().index());
    } finally {
      lock.lock();
      try {
        coreThreads--;
      } finally {
        lock.unlock();
      }
    }
  }

  // Null when the thread should end; it is no longer counted then.
  private @Nullable Object take(RuntimeThread thread) {
    lock.lock();
    try {
      long idleSince = NOT_IDLE;
      while (true) {
        Object work = duties.poll();
        boolean over = threads - coreThreads > maxThreads;
        if (work == null && !over) {
          work = queue.pop((int) thread.threadId(), thread);
        }
        if (work != null) {
          return work;
        }
        long now = System.nanoTime();
        idleSince = idleSince == NOT_IDLE ? now : idleSince;
        long left = keepAliveNanos - (now - idleSince);
        if (closed || over || left <= 0) {
          threads--;
          return null; // and it ends: see ended()
        }
        await(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private void await(long nanos) {
    idle++;
    try {
      workArrived.awaitNanos(nanos);
    } catch (InterruptedException _) {
      // A job left its thread interrupted, or interrupted a stranger: no reason to end.
    } finally {
      idle--;
      signalled = Math.min(Math.max(0, signalled - 1), idle);
    }
  }

  // --- other settings ---

  /// The cap may be another, or the time for which idle threads stay. Any thread.
  void settingsChanged() {
    int wanted;
    lock.lock();
    try {
      var options = scheduler.options(); // read with the lock: of two changes at a time the later one stays
      long keepAlive = TimeUnit.NANOSECONDS.convert(options.threadKeepAlive);
      if (maxThreads == options.maxBlockingThreads && keepAliveNanos == keepAlive) {
        return;
      }
      if (options.maxBlockingThreads < maxThreads) {
        lowered = true;
      }
      maxThreads = options.maxBlockingThreads;
      keepAliveNanos = keepAlive;
      workArrived.signalAll(); // each idle thread looks whether it stays
      wanted = closed ? 0 : Math.clamp(maxThreads - (threads - coreThreads), 0, queue.size());
      threads += wanted;
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < wanted; i++) {
      start(this, RuntimeThread.BLOCKING + nextNumber.getAndIncrement());
    }
  }

  // --- the end ---

  /// Refuses new jobs and ends those that have not started, but the mandatory ones.
  void close() {
    List<BlockingJob<?>> waiting;
    lock.lock();
    try {
      closed = true;
      waiting = queue.seal();
      workArrived.signalAll();
    } finally {
      lock.unlock();
    }
    waiting.forEach(BlockingJob::reject);
  }

  /// Starts a thread of the runtime that is not for cores and jobs.
  ///
  /// @throws OutOfMemoryError when the system refuses it
  void startOther(Runnable work, String suffix) {
    var thread = new RuntimeThread(scheduler, work, suffix);
    add(thread);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      ended(thread);
      throw e;
    }
  }

  /// A thread has run its last hook.
  void ended(RuntimeThread thread) {
    lock.lock();
    try {
      members.remove(thread);
      threadEnded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the jobs that run, and for every thread of the runtime to end. After [#close].
  ///
  /// @return false when the time ran out
  boolean awaitTermination(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (threads > 0 || !members.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = threadEnded.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  // --- what others may ask ---

  @Override
  public int threadCount() {
    return read(() -> threads - coreThreads);
  }

  @Override
  public int idleCount() {
    return read(() -> idle);
  }

  @Override
  public int maxThreads() {
    return read(() -> maxThreads);
  }

  @Override
  public int queueDepth() {
    return read(queue::size);
  }

  /// The jobs that run, and those that wait for a thread.
  Collection<BlockingJob<?>> jobs() {
    var jobs = new LinkedHashSet<BlockingJob<?>>(); // one that is taken meanwhile is found twice
    lock.lock();
    try {
      jobs.addAll(queue.snapshot()); // first: see JobQueue.pop
      members.forEach(thread -> {
        var job = thread.job();
        if (job != null) {
          jobs.add(job);
        }
      });
    } finally {
      lock.unlock();
    }
    return jobs;
  }

  private int read(IntSupplier figure) {
    lock.lock();
    try {
      return figure.getAsInt();
    } finally {
      lock.unlock();
    }
  }
}
