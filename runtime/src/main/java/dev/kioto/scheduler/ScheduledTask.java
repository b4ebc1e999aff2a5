package dev.kioto.scheduler;

import dev.kioto.probe.ThreadProbe;
import org.jspecify.annotations.Nullable;

/// A task that workers poll.
///
/// @param <T> the type of the result
abstract class ScheduledTask<T extends @Nullable Object> extends TaskCell<T> {

  // Both set by the running task on the polling thread, cleared by that thread after the poll.
  private boolean deferred;
  private boolean selfWoken;

  ScheduledTask(Scheduler scheduler, TaskOptions options) {
    super(scheduler, options);
  }

  /// Polls once. Called by the thread of a core that has claimed the task; never throws.
  ///
  /// @return true when the task is over; [#end] follows
  abstract boolean poll(Core core);

  /// Has the next poll come after those of others, and after a look at the driver. Called inside a poll.
  final void markDeferred() {
    deferred = true;
  }

  final boolean takeDeferred() {
    boolean was = deferred;
    if (was) {
      deferred = false;
    }
    return was;
  }

  /// Gives back the right to poll.
  ///
  /// @return true if the task was woken in or during its poll, and the caller must submit it again
  final boolean releaseAfterPoll() {
    if (!selfWoken) {
      return release();
    }
    selfWoken = false;
    releaseNotified();
    return true;
  }

  /// How many wakers were handed out since the last call. Called by the polling worker.
  abstract int takeWakersTaken();

  /// Publishes the result of the poll that returned true.
  abstract void end(ThreadProbe probe);

  /// Ends a claimed task that no worker will poll again, because there are none.
  abstract void endUnpolled(ThreadProbe probe);

  /// Lets go of what lives on after [#endUnpolled].
  abstract void abandon();

  /// Puts the runnable task where it will be polled.
  ///
  /// @param core that of the calling thread
  void submit(@Nullable Core core) {
    scheduler.submit(this, core);
  }

  /// The list that the task is in until it has ended.
  OwnedTasks owner() {
    return scheduler.owned();
  }

  /// Records a wake, and submits the task when it is this wake that makes it runnable.
  final void wakeAndSubmit() {
    var core = Current.core();
    var probe = scheduler.probeOf(core);
    Wake wake = core != null && core.isPolling(this) ? wakeSelf() : markNotified();
    if (wake == Wake.COMPLETE) {
      return;
    }
    long at = probe.taskWoken(id(), scheduler.wakerOf(core));
    if (wake == Wake.SUBMIT) {
      scheduledAtNanos = scheduler.runnableSince(at);
      submit(core);
    }
  }

  /// Records a wake on the polling thread, inside the poll: no other thread needs to know before the poll is over.
  final Wake wakeSelf() {
    selfWoken = true;
    return Wake.ALREADY;
  }
}
