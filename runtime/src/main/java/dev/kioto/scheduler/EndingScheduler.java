package dev.kioto.scheduler;

import dev.kioto.driver.Driver;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A scheduler as far as it comes to its end: it aborts its tasks, has its threads leave, and ends what nobody will poll. Any thread.
abstract class EndingScheduler extends ViewedScheduler {
  private final CountDownLatch over = new CountDownLatch(1);

  // Set once: nobody polls any more after the task that it polls now.
  private volatile boolean stopping;

  // Set once, when nobody polls any more and before the inject queue is emptied. Whoever submits a task reads it afterwards:
  // either the task is found in the queue, or its submitter sees that nobody will poll it.
  private volatile boolean stopped;

  // Above 0 while somebody ends what is in the inject queue; how many asked for it meanwhile.
  private final AtomicInteger enders = new AtomicInteger();

  EndingScheduler(SchedulerOptions options, int threads) {
    super(options, threads);
  }

  // By the shared channel: a virtual thread may have changed its carrier since it came here, by a lock or by what the
  // future does when it is dropped, and a worker's channel is for that worker alone.
  final void endUnpolled(ScheduledTask<?> task) {
    task.claim();
    task.markCancelled();
    task.endUnpolled(probe().shared());
  }

  /// Starts to end every task: they are aborted, and run on to their next suspension and from there to their end. Blocking
  /// jobs that have not started are aborted. The threads stop when the last task has ended.
  public void startShutdown() {
    if (clock().resume()) { // the time that a shutdown may take is real
      driver().clockChanged();
    }
    owned().close();
    blockingPool().close();
    owned().snapshot().forEach(TaskCell::abort);
  }

  /// Starts the shutdown and waits for its end, blocking jobs that run included. When the time is up the threads stop, and
  /// what has not ended never will: it counts as cancelled.
  ///
  /// @param nanos how long to wait
  /// @return true when everything has ended in time
  /// @throws IllegalStateException when there is time to wait, inside the poll of a future task
  /// @throws InterruptedException when the calling thread is interrupted while it waits; the shutdown goes on
  public boolean shutdown(long nanos) throws InterruptedException {
    refuseToWait(nanos);
    long deadline = System.nanoTime() + nanos;
    startShutdown();
    boolean drained = owned().awaitDrained(nanos);
    stop();
    boolean ended = over.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    return blockingPool().awaitTermination(deadline - System.nanoTime()) && ended && drained;
  }

  final void refuseToWait(long nanos) {
    if (nanos > 0) {
      Current.refuseToBlock("the shutdown of " + this);
    }
  }

  @Override
  void drained() {
    stop();
  }

  /// Has whatever polls tasks leave off.
  abstract void stop();

  final boolean isStopping() {
    return stopping;
  }

  /// Whether the last poll has ended.
  final boolean isOver() {
    return over.getCount() == 0;
  }

  final void setStopping() {
    stopping = true;
  }

  final boolean isStopped() {
    return stopped;
  }

  // Whoever joins a task that will never be polled again must not wait for ever.
  final void endLeftOvers() {
    for (var task : owned().snapshot()) {
      if (task instanceof ScheduledTask<?> idle && idle.cancel() == TaskState.Wake.SUBMIT) {
        inject().push(idle);
      }
    }
    stopped = true;
    endInjected();
  }

  /// Ends what is in the inject queue. After the last core has left. The end of one task may bring another here; the caller
  /// that came first ends them all, so that this does not recurse.
  final void endInjected() {
    if (enders.getAndIncrement() != 0) {
      return;
    }
    int asked = 1;
    do {
      ScheduledTask<?> task;
      while ((task = inject().pop()) != null) {
        endUnpolled(task);
        task.abandon();
      }
      asked = enders.addAndGet(-asked);
    } while (asked != 0);
  }

  final void closeDrivers() {
    drivers().forEach(Driver::close);
  }

  /// The last poll has ended. Called once.
  final void setOver() {
    over.countDown();
  }
}
