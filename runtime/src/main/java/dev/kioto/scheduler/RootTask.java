package dev.kioto.scheduler;

import dev.kioto.driver.Wakeup;
import dev.kioto.future.AwaitNode;
import dev.kioto.future.AwaitTrace;
import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.probe.AbortAnswer;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskKind;
import dev.kioto.probe.ThreadProbe;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The root of a `blockOn`: a task that the calling thread drives, and no worker.
///
/// @param <T> the type of the result
final class RootTask<T extends @Nullable Object> extends TaskCell<T>
    implements Context, Waker, BooleanSupplier {
  private static final TaskOptions OPTIONS = new TaskOptions("block_on");

  private final Thread thread = Thread.currentThread();
  private final ThreadProbe probe;
  private final String typeName;
  private final @Nullable Future<T> future; // null for code
  private int wakersTaken; // the calling thread
  private int budget = Core.BUDGET; // the calling thread

  private RootTask(Scheduler scheduler, String typeName, @Nullable Future<T> future) {
    super(scheduler, OPTIONS);
    this.typeName = typeName;
    this.future = future;
    this.probe = scheduler.probeOf(Current.core());
  }

  static <T extends @Nullable Object> T run(Scheduler scheduler, Future<T> future) {
    if (Current.virtualTask() != null) {
      return future.await(); // inside a direct task to wait is to suspend, and the task is there already
    }
    Current.refuseToBlock("blockOn");
    scheduler.checkMayDrive();
    var root = new RootTask<T>(scheduler, TypeName.of(future), future);
    Throwable failure = null;
    try (var _ = Current.enter(scheduler, root.id())) {
      scheduler.roots().add(root);
      root.scheduledAtNanos = root.probe.taskSpawned(root);
      return root.drive(future);
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      root.finish(null, failure, root.probe);
    }
  }

  static <T extends @Nullable Object> T run(Scheduler scheduler, Callable<T> body, String typeName) throws Exception {
    if (Current.virtualTask() != null) {
      return body.call();
    }
    Current.refuseToBlock("blockOn");
    scheduler.checkMayDrive();
    var root = new RootTask<T>(scheduler, typeName, null);
    Throwable failure = null;
    try (var _ = Current.enter(scheduler, root.id())) {
      scheduler.roots().add(root);
      root.scheduledAtNanos = root.probe.taskSpawned(root);
      root.claim();
      root.probe.pollStarted(root.id(), root.scheduledAtNanos, false);
      try {
        return body.call();
      } finally {
        root.probe.pollEnded(root.id(), 0);
      }
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      root.finish(null, failure, root.probe);
    }
  }

  private T drive(Future<T> future) {
    boolean over = false;
    try {
      while (true) {
        claim();
        budget = Core.BUDGET;
        probe.pollStarted(id(), scheduledAtNanos, false);
        Poll<T> poll;
        try {
          poll = future.poll(this);
        } catch (Throwable e) {
          over = true;
          throw e;
        } finally {
          scheduledAtNanos = probe.pollEnded(id(), wakersTaken);
          wakersTaken = 0;
        }
        if (poll instanceof Poll.Ready<T>(T value)) {
          over = true;
          return value;
        }
        if (poll == null) {
          throw Poll.noAnswer(future);
        }
        release();
        sleep();
      }
    } finally {
      if (!over) {
        future.drop();
      }
    }
  }

  private void sleep() {
    do {
      if (Thread.interrupted()) {
        throw new CancelledException("interrupted in blockOn");
      }
      scheduler.park(this, this);
    } while (!isNotified());
  }

  @Override
  public Waker waker() {
    wakersTaken++;
    return this;
  }

  @Override
  public boolean getAsBoolean() {
    return isNotified();
  }

  @Override
  public boolean takeBudget() {
    if (budget == 0) {
      scheduler.countRootYield();
      wake();
      return false;
    }
    budget--;
    return true;
  }

  @Override
  public void restoreBudget() {
    budget++;
  }

  @Override
  public boolean hasBudget() {
    return budget > 0;
  }

  @Override
  public void wake() {
    var core = Current.core();
    var here = scheduler.probeOf(core);
    if (isComplete()) {
      return;
    }
    // Before the mark, which publishes it: the thread polls as soon as it sees the mark. Two wakers may both write, each
    // an instant at which the task was woken.
    scheduledAtNanos = here.taskWoken(id(), scheduler.wakerOf(core));
    if (markNotified() == Wake.SUBMIT) {
      Wakeup.unpark(thread);
    }
  }

  @Override
  public void abort() {
    thread.interrupt();
  }

  /// The thread is the program's own: an interrupt could reach what it does after its blockOn.
  @Override
  public AbortAnswer requestAbort() {
    return isComplete() ? AbortAnswer.OVER : AbortAnswer.IMPOSSIBLE;
  }

  @Override
  public TaskKind kind() {
    return TaskKind.BLOCK_ON;
  }

  @Override
  public String typeName() {
    return typeName;
  }

  @Override
  public @Nullable AwaitNode awaits() {
    return future != null ? AwaitTrace.of(future) : AwaitTrace.ofBlocker(LockSupport.getBlocker(thread));
  }

  @Override
  public StackSample stack() {
    if (isComplete()) {
      return StackSample.none("The blockOn has returned.");
    }
    return new StackSample(isRunning() ? StackSample.Kind.RUNNING : StackSample.Kind.PARKED,
        List.of(thread.getStackTrace()), thread.getState(), null,
        "The thread '" + thread.getName() + "' is in blockOn.");
  }
}
