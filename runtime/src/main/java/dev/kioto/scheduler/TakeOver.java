package dev.kioto.scheduler;

import dev.kioto.probe.SchedulerEvent;
import org.jspecify.annotations.Nullable;

/// Puts the thread that comes to it in charge of a worker whose own thread is not available: by a new core, if the old one
/// still needs a successor then.
final class TakeOver implements Duty {
  private static final long NONE = -1;

  private final MultiThread scheduler;
  private final WorkerCore old;
  private final long stuckPoll; // its number, or NONE
  private final long stuckTaskId;

  private TakeOver(MultiThread scheduler, WorkerCore old, long stuckPoll, long stuckTaskId) {
    this.scheduler = scheduler;
    this.old = old;
    this.stuckPoll = stuckPoll;
    this.stuckTaskId = stuckTaskId;
  }

  /// From a core whose task blocks in place.
  static TakeOver ofBlocking(MultiThread scheduler, WorkerCore old) {
    return new TakeOver(scheduler, old, NONE, 0);
  }

  /// From a core that is stuck.
  ///
  /// @param poll how many polls it had ended when it was seen: it is not stuck in a later one
  static TakeOver ofStuck(MultiThread scheduler, WorkerCore old, long poll, long taskId) {
    return new TakeOver(scheduler, old, poll, taskId);
  }

  @Override
  public Worker worker() {
    return old.worker();
  }

  @Override
  public void run(RuntimeThread thread) {
    var next = take();
    if (next != null) {
      if (stuckPoll != NONE && scheduler.tracesScheduler()) {
        thread.probe().schedulerEvent(SchedulerEvent.HANDED_OFF, worker().index(), stuckTaskId);
      }
      next.run(thread);
    }
  }

  /// Puts a new core in charge, for the calling thread to run.
  ///
  /// @return null when the old one needs no successor any more, or has one
  @Nullable WorkerCore take() {
    var next = new WorkerCore(scheduler, worker());
    if (!scheduler.add(next)) {
      return null;
    }
    if (!replace()) {
      scheduler.remove(next);
      return null;
    }
    worker().install(next);
    if (stuckPoll != NONE) {
      worker().countHandoff();
      scheduler.probe().workerHandedOff(scheduler, worker().index(), stuckTaskId);
    }
    return next;
  }

  private boolean replace() {
    return stuckPoll == NONE ? old.replaceBlocking() : old.stats.pollCount() == stuckPoll && old.replaceStuck();
  }
}
