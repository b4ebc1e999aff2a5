package dev.kioto.scheduler;

import dev.kioto.future.AwaitNode;
import dev.kioto.future.AwaitTrace;
import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskKind;
import dev.kioto.probe.ThreadProbe;
import org.jspecify.annotations.Nullable;

/// A stackless task: a future that workers poll. It is its own waker and its own context, so that a poll allocates
/// nothing.
///
/// @param <T> the type of the future's value
class FutureTask<T extends @Nullable Object> extends ScheduledTask<T> implements Context, Waker {
  // The polling worker only, except typeName(), which reads it once. Null once the task is over, so that what the future
  // holds is free.
  private @Nullable Future<T> future;
  private final String typeName;
  private int wakersTaken;

  // The core that polls now, or polled last; the polling thread only.
  private @Nullable Core core;

  // Between poll() and end(), the polling worker only.
  private @Nullable T result;
  private @Nullable Throwable thrown;

  FutureTask(Scheduler scheduler, TaskOptions options, Future<T> future) {
    super(scheduler, options);
    this.future = future;
    this.typeName = TypeName.of(future);
  }

  @Override
  final boolean poll(Core poller) {
    core = poller;
    var running = future;
    if (running == null) {
      throw new AssertionError(this + " was polled after it was over");
    }
    if (isCancelled()) {
      abort(running);
      return true;
    }
    try {
      var poll = running.poll(this);
      if (poll instanceof Poll.Ready<T>(T value)) {
        result = value;
        future = null;
        return true;
      }
      if (poll == null) {
        dropFuture(running, Poll.noAnswer(running));
        return true;
      }
      return false;
    } catch (Throwable e) {
      thrown = e;
      future = null;
      return true;
    }
  }

  private void abort(Future<T> abandoned) {
    Throwable why;
    try {
      why = new CancelledException(this + " was aborted");
    } catch (OutOfMemoryError e) {
      why = e;
    }
    dropFuture(abandoned, why);
  }

  private void dropFuture(Future<T> abandoned, Throwable why) {
    future = null;
    thrown = why;
    try {
      abandoned.drop();
    } catch (Throwable e) {
      suppress(why, e);
    }
  }

  // Which needs memory, and refuses an exception that would suppress itself.
  private static void suppress(Throwable why, Throwable e) {
    try {
      why.addSuppressed(e);
    } catch (Throwable _) {
      // The failure that is told is the one that came first.
    }
  }

  @Override
  final int takeWakersTaken() {
    int taken = wakersTaken;
    wakersTaken = 0;
    return taken;
  }

  @Override
  final void end(ThreadProbe probe) {
    T value = result;
    Throwable failure = thrown;
    result = null;
    thrown = null;
    finish(value, failure, probe);
  }

  @Override
  final void endUnpolled(ThreadProbe probe) {
    var abandoned = future;
    if (abandoned != null) {
      abort(abandoned);
    }
    end(probe);
  }

  @Override
  final void abandon() {} // the future was dropped

  @Override
  public final Waker waker() {
    wakersTaken++;
    return this;
  }

  @Override
  public final void wake() {
    wakeAndSubmit();
  }

  @Override
  public final void defer() {
    markDeferred();
    wakeAndSubmit();
  }

  @Override
  public final boolean takeBudget() {
    var poller = core;
    if (poller == null || poller.takeBudget()) {
      return true;
    }
    defer();
    return false;
  }

  @Override
  public final void restoreBudget() {
    if (core != null) {
      core.restoreBudget();
    }
  }

  @Override
  public final boolean hasBudget() {
    return core == null || core.hasBudget();
  }

  @Override
  public final void abort() {
    if (!isCancelled()) {
      scheduler.probe().cancelRequested(this);
    }
    if (cancel() == Wake.SUBMIT) {
      var caller = Current.core();
      long at = scheduler.probeOf(caller).taskWoken(id(), scheduler.wakerOf(caller));
      scheduledAtNanos = scheduler.runnableSince(at);
      submit(caller);
    }
  }

  @Override
  public final TaskKind kind() {
    return TaskKind.FUTURE;
  }

  @Override
  public final String typeName() {
    return typeName;
  }

  // Reads the polling worker's field: what it was a moment ago.
  @Override
  public final @Nullable AwaitNode awaits() {
    var polled = future;
    return polled == null ? null : AwaitTrace.of(polled);
  }

  @Override
  public final StackSample stack() {
    if (isComplete()) {
      return StackSample.none("The task has ended.");
    }
    var sample = isRunning() ? scheduler.sample(this) : null;
    return sample != null ? sample
        : StackSample.none("A future task keeps no stack between polls. It waits in " + awaits() + ".");
  }
}
