package dev.kioto.scheduler;

import dev.kioto.probe.ThreadProbe;
import org.jspecify.annotations.Nullable;

/// A task that workers poll.
///
/// @param <T> the type of the result
abstract class ScheduledTask<T extends @Nullable Object> extends TaskCell<T> {

  ScheduledTask(Scheduler scheduler, TaskOptions options) {
    super(scheduler, options);
  }

  /// Polls once. Called by a worker that has claimed the task; never throws.
  ///
  /// @return true when the task is over; [#end] follows
  abstract boolean poll();

  /// How many wakers were handed out since the last call. Called by the polling worker.
  abstract int takeWakersTaken();

  /// Publishes the result of the poll that returned true.
  abstract void end(ThreadProbe probe);

  /// Ends a claimed task that no worker will poll again, because there are none.
  abstract void endUnpolled(ThreadProbe probe);

  /// Lets go of what lives on after [#endUnpolled].
  abstract void abandon();

  /// Records a wake, and submits the task when it is this wake that makes it runnable.
  final void wakeAndSubmit() {
    var worker = Current.worker();
    var probe = scheduler.probeOf(worker);
    Wake wake = markNotified();
    if (wake == Wake.COMPLETE) {
      return;
    }
    long at = probe.taskWoken(id(), Current.taskId(worker));
    if (wake == Wake.SUBMIT) {
      scheduledAtNanos = at;
      scheduler.submit(this, worker);
    }
  }
}
