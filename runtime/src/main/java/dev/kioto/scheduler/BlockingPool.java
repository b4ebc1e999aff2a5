package dev.kioto.scheduler;

import dev.kioto.future.BriefLock;
import dev.kioto.probe.ThreadProbe;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/// Threads for code that blocks. A job goes to an idle thread, else to a new one while there are fewer than the cap, else
/// it waits in a queue without bound. Any thread.
///
/// The rules are those of Tokio's `runtime/blocking/pool.rs`.
public final class BlockingPool {
  private final Scheduler scheduler;
  private final String threadName;
  private final int maxThreads;
  private final long keepAliveNanos;
  private final BriefLock lock = new BriefLock();
  private final Condition jobArrived = lock.newCondition();
  private final Condition threadEnded = lock.newCondition();

  // All guarded by lock.
  private final ArrayDeque<BlockingJob<?>> queue = new ArrayDeque<>();
  private int threads;
  private int idle;
  private int signalled; // idle threads that a job has been promised to, and that have not taken it yet
  private long nextThread;
  private boolean closed;

  BlockingPool(Scheduler scheduler, SchedulerOptions options) {
    this.scheduler = scheduler;
    this.threadName = options.threadName() + "-blocking-";
    this.maxThreads = options.maxBlockingThreads();
    this.keepAliveNanos = TimeUnit.NANOSECONDS.convert(options.threadKeepAlive()); // which does not overflow
  }

  void submit(BlockingJob<?> job) {
    var probe = scheduler.probeOf(Current.worker());
    job.scheduledAtNanos = probe.taskSpawned(job);
    Thread started = null;
    boolean rejected = false;
    lock.lock();
    try {
      if (closed) {
        rejected = true;
      } else {
        queue.add(job);
        if (idle > signalled) {
          signalled++;
          jobArrived.signal();
        } else if (threads < maxThreads) {
          threads++;
          started = new Thread(null, this::work, threadName + nextThread++, 0, false);
          started.setDaemon(true);
        }
      }
    } finally {
      lock.unlock();
    }
    if (rejected) {
      job.reject();
    } else if (started != null) {
      start(started, job);
    }
  }

  // A thread that the system refuses is no loss while another can take the job.
  private void start(Thread thread, BlockingJob<?> job) {
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      boolean alone;
      lock.lock();
      try {
        threads--;
        threadEnded.signalAll();
        alone = threads == 0 && queue.remove(job);
      } finally {
        lock.unlock();
      }
      if (alone) {
        job.reject();
        throw e;
      }
    }
  }

  private void work() {
    ThreadProbe probe = scheduler.probe().openThread(Thread.currentThread().getName());
    try {
      BlockingJob<?> job;
      while ((job = take()) != null) {
        Thread.interrupted(); // that of the job before
        job.run(probe);
      }
    } finally {
      probe.close();
    }
  }

  // Null when the thread should end; it is no longer counted then.
  private @Nullable BlockingJob<?> take() {
    lock.lock();
    try {
      long left = keepAliveNanos;
      while (true) {
        var job = queue.poll();
        if (job != null) {
          return job;
        }
        if (closed || left <= 0) {
          threads--;
          threadEnded.signalAll();
          return null;
        }
        idle++;
        try {
          left = jobArrived.awaitNanos(left);
        } catch (InterruptedException _) {
          // A job left its thread interrupted, or interrupted a stranger: no reason to end.
        } finally {
          idle--;
          signalled = Math.min(Math.max(0, signalled - 1), idle);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Refuses new jobs and ends those that have not started.
  void close() {
    ArrayDeque<BlockingJob<?>> waiting;
    lock.lock();
    try {
      closed = true;
      waiting = new ArrayDeque<>(queue);
      queue.clear();
      jobArrived.signalAll();
    } finally {
      lock.unlock();
    }
    waiting.forEach(BlockingJob::reject);
  }

  /// Waits for the jobs that run. After [#close].
  ///
  /// @return false when the time ran out
  boolean awaitTermination(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (threads > 0) {
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

  /// Threads of the pool now.
  public int threadCount() {
    lock.lock();
    try {
      return threads;
    } finally {
      lock.unlock();
    }
  }

  /// Threads that have nothing to do now.
  public int idleCount() {
    lock.lock();
    try {
      return idle;
    } finally {
      lock.unlock();
    }
  }

  /// Jobs that wait for a thread now.
  public int queueDepth() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }
}
