package dev.kioto.scheduler;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Looks for workers that are stuck in one poll while tasks wait behind it, and hands them over to another thread, so that
/// one bad task does not stop its neighbours. Tokio has nothing like it.
///
/// Polls are not timed for this: a worker that is seen in the same poll for the whole of the timeout is stuck.
final class StuckWatch implements Runnable {
  private static final int LOOKS_PER_TIMEOUT = 4;

  private final MultiThread scheduler;
  private final long timeoutNanos;
  private final Thread thread;
  private volatile boolean over;

  // By worker's index; the watching thread only.
  private final WorkerCore[] core;
  private final long[] poll;
  private final long[] since;

  StuckWatch(MultiThread scheduler) {
    this.scheduler = scheduler;
    timeoutNanos = TimeUnit.NANOSECONDS.convert(scheduler.options().stuckWorkerTimeout);
    int n = scheduler.options().workerThreads;
    core = new WorkerCore[n];
    poll = new long[n];
    since = new long[n];
    thread = new Thread(null, this, scheduler.options().threadName + "-watch", 0, false);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void stop() {
    over = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    while (!over) {
      LockSupport.parkNanos(this, Math.max(1_000_000, timeoutNanos / LOOKS_PER_TIMEOUT));
      long now = System.nanoTime();
      for (var worker : scheduler.workerList()) {
        look(worker, now);
      }
    }
  }

  private void look(Worker worker, long now) {
    int i = worker.index();
    var seen = worker.core();
    long count = seen.stats.pollCount();
    long task = seen.stats.currentTaskId();
    if (task == 0 || !seen.equals(core[i]) || count != poll[i]) {
      core[i] = seen;
      poll[i] = count;
      since[i] = now;
      seen.setStuck(false);
    } else if (now - since[i] >= timeoutNanos) {
      since[i] = now; // after as long again it is asked for again
      stuck(seen, count, task);
    }
  }

  private void stuck(WorkerCore seen, long poll, long taskId) {
    seen.setStuck(true);
    if (harmsOthers(seen) && !isAtCap()) {
      scheduler.handOff(seen, poll, taskId);
    }
  }

  // Somebody who sleeps would take what is in the queue; nobody would hold the driver when nobody sleeps. And the end of the
  // runtime waits for each worker to leave.
  private boolean harmsOthers(WorkerCore seen) {
    return !scheduler.idle().anyParked() || scheduler.isStopping() || seen.localDepth() > 0 || seen.hasYielded()
        || scheduler.options().perWorkerTimers;
  }

  private boolean isAtCap() {
    return scheduler.cores().length - scheduler.workerCount() >= scheduler.options().maxBlockingThreads;
  }
}
