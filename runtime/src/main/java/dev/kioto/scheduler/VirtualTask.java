package dev.kioto.scheduler;

import dev.kioto.driver.Uncaught;
import dev.kioto.future.AwaitNode;
import dev.kioto.future.AwaitTrace;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskKind;
import dev.kioto.probe.ThreadProbe;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A virtual thread as a task: a poll mounts it on the worker until it suspends, and the JDK's submission of its
/// continuation is its wake.
///
/// The task is the `Executor` that the JDK knows as the thread's scheduler, which spares a lookup at each submission. A
/// virtual thread that is started inside another inherits that executor: a continuation that is not the task's own
/// belongs to such a child, and goes to [Children].
///
/// @param <T> the type of the result
abstract class VirtualTask<T extends @Nullable Object> extends ScheduledTask<T> implements Executor {
  /*
   * The JDK may submit the continuation while the poll that suspended it has not returned yet (an unpark between the
   * suspension and our release). The state word turns that into RUNNING|NOTIFIED, and the worker submits the task again
   * after the poll: the continuation is never run by two workers at once.
   *
   * A thread outlives its task when the runtime stops first. abandon() continues it once after the task is COMPLETE,
   * since a submission that came before has been lost in the word; each later one finds COMPLETE and continues it itself.
   * To continue a thread that is not runnable does nothing, and of two at once the JDK lets one through.
   */

  // Written once by the thread that starts the virtual thread, before the first submission, which publishes it: any
  // later caller of execute() has been told of the thread by something that happened after that.
  private @Nullable Runnable continuation;
  private @Nullable Thread thread;

  // Set by the task's own thread just before Thread.yield(), cleared by the submission that it makes on its carrier.
  private boolean yielding;

  VirtualTask(Scheduler scheduler, TaskOptions options) {
    super(scheduler, options);
  }

  final void bind(Thread thread) {
    this.thread = thread;
    scheduler.watchForPinned();
  }

  final void bind(Runnable continuation) {
    this.continuation = continuation;
  }

  final @Nullable Thread thread() {
    return thread;
  }

  /// Whether the thread holds a carrier: one that waits as well is pinned to it. Any thread.
  final boolean isMounted() {
    return hold() != VirtualThreads.Hold.NONE;
  }

  /// What the thread has of a carrier. Any thread.
  final VirtualThreads.Hold hold() {
    var mounted = thread;
    return mounted == null ? VirtualThreads.Hold.NONE : VirtualThreads.hold(mounted);
  }

  /// Whether the thread was ever submitted. For the thread that starts it.
  final boolean wasSubmitted() {
    return continuation != null;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the JDK submits the same object each time
  public final void execute(Runnable submitted) {
    var own = continuation;
    if (own == null) {
      continuation = submitted;
      submit(Current.core());
    } else if (own == submitted) {
      resubmit();
    } else {
      scheduler.children().execute(submitted);
    }
  }

  /// The virtual thread can continue.
  final void resubmit() {
    var core = Current.core();
    var probe = scheduler.probeOf(core);
    Wake wake = core != null && core.isPolling(this) ? wakeSelf() : markNotified();
    if (wake == Wake.COMPLETE) {
      abandon();
      return;
    }
    long at = probe.taskWoken(id(), wakerOf(core));
    if (wake == Wake.SUBMIT) {
      scheduledAtNanos = scheduler.runnableSince(at);
      submit(core);
    }
  }

  // A submission from the task's own carrier, after it suspended, is a yield of its own or an unpark that came while it
  // was suspending; who made the latter is not known.
  private long wakerOf(@Nullable Core core) {
    long waker = scheduler.wakerOf(core);
    if (waker == id() && !yielding) {
      return 0;
    }
    yielding = false;
    return waker;
  }

  /// Suspends the calling virtual thread, which is this task's, and puts it at the back of the run queue.
  final void yieldNow() {
    yielding = true;
    markDeferred();
    Thread.yield();
  }

  @Override
  final boolean poll(Core core) {
    var own = continuation;
    var mounted = thread;
    if (own == null || mounted == null) {
      throw new AssertionError(this + " was polled before it was started");
    }
    try {
      own.run();
    } catch (Throwable e) {
      // Either the thread has ended and its uncaught exception handler threw, or the JDK failed in suspending the thread
      // (when it could not start its own timer, for one), which then can never be continued.
      Uncaught.report(e);
      return true;
    }
    return !mounted.isAlive();
  }

  @Override
  final int takeWakersTaken() {
    return 1; // a suspended thread can be unparked by whoever knows it
  }

  @Override
  public final void abort() {
    if (!isComplete()) {
      if (!isCancelled()) {
        scheduler.probe().cancelRequested(this);
      }
      cancel(thread);
    }
  }

  private void cancel(@Nullable Thread victim) {
    // The bit alone: the interrupt makes the JDK submit the continuation if the thread is suspended.
    if (markCancelled() && victim != null) {
      victim.interrupt();
    }
  }

  @Override
  final void endUnpolled(ThreadProbe probe) {
    end(probe);
  }

  @Override
  final void abandon() {
    var own = continuation;
    var orphan = thread;
    if (own != null && orphan != null && orphan.isAlive()) {
      Orphans.carry(() -> {
        own.run();
        if (!orphan.isAlive()) {
          orphanEnded();
        }
      });
    }
  }

  /// The thread has ended, after its task.
  void orphanEnded() {}

  @Override
  public final TaskKind kind() {
    return TaskKind.DIRECT;
  }

  @Override
  public final @Nullable AwaitNode awaits() {
    var parked = thread;
    return parked == null ? null : AwaitTrace.ofBlocker(LockSupport.getBlocker(parked));
  }

  @Override
  public final StackSample stack() {
    var sampled = thread;
    if (sampled == null || isComplete()) {
      return StackSample.none(isComplete() ? "The task has ended." : "The task has not started.");
    }
    boolean running = isRunning();
    boolean mounted = running && isMounted();
    var frames = List.of(sampled.getStackTrace());
    Object blocker = LockSupport.getBlocker(sampled);
    if (frames.isEmpty()) {
      return StackSample.none(
          sampled.isAlive() ? "The task has not run yet: it waits for a worker." : "The task has ended.");
    }
    var state = sampled.getState();
    boolean pinned = mounted && Core.isWaiting(state) && isRunning();
    return new StackSample(
        running ? StackSample.Kind.RUNNING : StackSample.Kind.PARKED, frames, state,
        blocker == null ? null
            : blocker.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(blocker)),
        pinned ? explainPinned(frames) : explain(running));
  }

  private static String explainPinned(List<StackTraceElement> frames) {
    String what = "The task waits here without letting go of its carrier, whose worker can run nothing else meanwhile: it is pinned";
    var cause = frames.stream().filter(VirtualTask::pins).findFirst();
    return what + cause.map(frame -> " by " + frame).orElse("") + ".";
  }

  // The frames that the JDK cannot move to the heap; its own by which a thread waits are on each such stack.
  private static boolean pins(StackTraceElement frame) {
    return frame.getMethodName().equals("<clinit>")
        || (frame.isNativeMethod() && !frame.getClassName().equals("jdk.internal.misc.Unsafe")
            && !frame.getClassName().equals(Object.class.getName()));
  }

  private String explain(boolean running) {
    if (running) {
      return "The task was running: this is a sample of a moving target.";
    }
    return isNotified() ? "The task was suspended here, and has been woken: it waits for a worker."
        : "The task is suspended here.";
  }
}
