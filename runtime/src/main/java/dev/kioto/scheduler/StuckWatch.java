package dev.kioto.scheduler;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Looks for workers that are stuck in one poll while tasks wait behind it, and hands them over to another thread, so that
/// one bad task does not stop its neighbours. Tokio has nothing like it.
///
/// Polls are not timed for this: a worker that is seen in the same poll for the whole of the timeout is stuck.
final class StuckWatch implements Runnable {
  private static final int LOOKS_PER_TIMEOUT = 4;
  private static final long REST_NANOS = 1_000_000_000; // while it is not wanted

  private final MultiThread scheduler;
  private final Thread thread;

  // By worker's index; the watching thread only.
  private final WorkerCore[] core;
  private final long[] poll;
  private final long[] since;

  StuckWatch(MultiThread scheduler) {
    this.scheduler = scheduler;
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

  /// The timeout may be another, or the runtime over. Any thread.
  void settingsChanged() {
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    while (!scheduler.isOver()) {
      long timeout = timeoutNanos();
      LockSupport.parkNanos(this, timeout == 0 ? REST_NANOS : Math.max(1_000_000, timeout / LOOKS_PER_TIMEOUT));
      timeout = timeoutNanos();
      long now = System.nanoTime();
      for (var worker : scheduler.workerList()) {
        look(worker, now, timeout);
      }
    }
  }

  private long timeoutNanos() {
    return TimeUnit.NANOSECONDS.convert(scheduler.options().stuckWorkerTimeout);
  }

  private void look(Worker worker, long now, long timeoutNanos) {
    int i = worker.index();
    var seen = worker.core();
    long count = seen.stats.pollCount();
    long task = seen.stats.currentTaskId();
    if (task == 0 || timeoutNanos == 0 || !seen.equals(core[i]) || count != poll[i]) {
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
