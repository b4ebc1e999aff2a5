package dev.kioto.scheduler;

import dev.kioto.probe.AbortAnswer;
import dev.kioto.probe.TaskPhase;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The lifecycle word of one task: who may poll it, and whether it must be polled again.
///
/// Follows Tokio's `runtime/task/state.rs`, less the reference count, which the garbage collector makes needless.
class TaskState {
  /*
   *       (new) = NOTIFIED           // a spawned task is owed to one run queue
   *        idle -> NOTIFIED          // wake, cancel: the caller submits the task
   *    NOTIFIED -> RUNNING           // a worker claims the poll
   *     RUNNING -> idle              // Pending, not woken meanwhile
   *     RUNNING -> RUNNING|NOTIFIED  // woken or cancelled during the poll, by another thread
   * RUNNING|NOTIFIED -> NOTIFIED     // Pending: the worker submits the task again
   *     RUNNING -> NOTIFIED          // the same, of a task that has woken itself: a plain note until then
   *     RUNNING -> COMPLETE          // over; final (NOTIFIED is cleared with it)
   *
   * CANCELLED is set beside any of these but COMPLETE, and is never cleared.
   *
   * Happens-before: every change is a CAS on one word, so there is one modification order. A wake that finds NOTIFIED
   * set still writes the same value back: its release pairs with the claim that clears the bit, so that what the waker
   * did before the wake is visible to the poll that answers it. Without that write the poll could miss it, and no other
   * poll would follow.
   *
   * Invariant: a task is in at most one run queue. It is submitted by the one CAS that sets NOTIFIED while the task is
   * neither RUNNING nor NOTIFIED, or by the worker whose release() found NOTIFIED set or set it, and in no other place.
   */
  static final int RUNNING = 1; // exclusive right to poll
  static final int COMPLETE = 1 << 1; // final, never cleared
  static final int NOTIFIED = 1 << 2; // in exactly one run queue, or owed to one
  static final int CANCELLED = 1 << 3; // to end at its next poll; final

  private static final VarHandle STATE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "state",
      VarHandle.class, TaskState.class, int.class);

  // Any thread, by CAS alone.
  private volatile int state = NOTIFIED;

  /// What a wake found.
  enum Wake {
    /// The caller must submit the task to a run queue.
    SUBMIT,
    /// The task is owed a poll already, by its queue or by the worker that polls it now.
    ALREADY,
    /// The task is over.
    COMPLETE
  }

  /// Marks the task as woken.
  final Wake markNotified() {
    return notify(0);
  }

  /// Marks the task as cancelled and woken, so that its next poll ends it.
  final Wake cancel() {
    return notify(CANCELLED);
  }

  /// Marks the task as cancelled without waking it.
  ///
  /// @return false when the task is over, or was marked before
  final boolean markCancelled() {
    while (true) {
      int s = state;
      if ((s & (COMPLETE | CANCELLED)) != 0) {
        return false;
      }
      if (STATE.weakCompareAndSet(this, s, s | CANCELLED)) {
        return true;
      }
    }
  }

  /// Marks a task that nobody polls yet as cancelled, without waking it: whoever claims it sees the mark, as both are changes of
  /// the one word.
  final AbortAnswer cancelUnclaimed() {
    while (true) {
      int s = state;
      if ((s & COMPLETE) != 0) {
        return AbortAnswer.OVER;
      }
      if ((s & RUNNING) != 0) {
        return AbortAnswer.IMPOSSIBLE;
      }
      if (STATE.weakCompareAndSet(this, s, s | CANCELLED)) {
        return AbortAnswer.TOLD;
      }
    }
  }

  private Wake notify(int bits) {
    while (true) {
      int s = state;
      if ((s & COMPLETE) != 0) {
        return Wake.COMPLETE;
      }
      if (STATE.weakCompareAndSet(this, s, s | NOTIFIED | bits)) {
        return (s & (RUNNING | NOTIFIED)) == 0 ? Wake.SUBMIT : Wake.ALREADY;
      }
    }
  }

  /// Takes the exclusive right to poll. Called by the worker that took the task out of a run queue.
  final void claim() {
    while (true) {
      int s = state;
      assert (s & (NOTIFIED | RUNNING | COMPLETE)) == NOTIFIED : "claimed a task that is not notified: " + s;
      if (STATE.weakCompareAndSet(this, s, (s & ~NOTIFIED) | RUNNING)) {
        return;
      }
    }
  }

  /// Gives back the right to poll after a poll that found nothing.
  ///
  /// @return true if the task was woken meanwhile, and the caller must submit it again
  final boolean release() {
    return release(0);
  }

  /// The same, of a task that has woken itself: the caller must submit it again.
  final void releaseNotified() {
    release(NOTIFIED);
  }

  private boolean release(int bits) {
    while (true) {
      int s = state;
      assert (s & (RUNNING | COMPLETE)) == RUNNING : "released a task that is not running: " + s;
      if (STATE.weakCompareAndSet(this, s, (s & ~RUNNING) | bits)) {
        return (s & NOTIFIED) != 0;
      }
    }
  }

  /// Ends the task.
  final void complete() {
    while (true) {
      int s = state;
      assert (s & COMPLETE) == 0 : "completed a task twice: " + s;
      if (STATE.weakCompareAndSet(this, s, (s & CANCELLED) | COMPLETE)) {
        return;
      }
    }
  }

  /// Whether the task was told to end. Never goes back to false.
  final boolean isCancelled() {
    return (state & CANCELLED) != 0;
  }

  /// Whether the task is over. Never goes back to false.
  final boolean isComplete() {
    return (state & COMPLETE) != 0;
  }

  final boolean isRunning() {
    return (state & RUNNING) != 0;
  }

  final boolean isNotified() {
    return (state & NOTIFIED) != 0;
  }

  /// Where the task is now, for observers.
  public final TaskPhase phase() {
    int s = state;
    if ((s & COMPLETE) != 0) {
      return TaskPhase.ENDED;
    }
    if ((s & RUNNING) != 0) {
      return TaskPhase.RUNNING;
    }
    return (s & NOTIFIED) != 0 ? TaskPhase.SCHEDULED : TaskPhase.IDLE;
  }
}
