package dev.kioto.scheduler;

import dev.kioto.driver.Uncaught;
import dev.kioto.probe.OperationView;
import dev.kioto.probe.Probe;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.ThreadProbe;
import java.util.concurrent.atomic.AtomicBoolean;

/// Stands before a probe and keeps to itself what that throws: a probe must not, but if it did, the worker that called it would
/// end and its task would hang. The event is lost. The first failure is reported to the uncaught exception handler of the
/// thread it came up on, the others are not. Any thread.
final class ProbeGuard implements Probe {
  private final Probe probe;
  private final boolean enabled;
  private final AtomicBoolean reported = new AtomicBoolean();

  // The guard of the shared channel, replaced when the probe gives another. Any thread; two may make the same at once.
  private volatile Channel shared;

  private ProbeGuard(Probe probe) {
    this.probe = probe;
    this.enabled = probe.enabled();
    this.shared = new Channel(Probe.NONE.shared());
  }

  /// A guard for a probe; none for the one that does nothing.
  static Probe of(Probe probe) {
    return probe.equals(Probe.NONE) ? probe : new ProbeGuard(probe);
  }

  // What the first failure was of says where to look.
  private void failed(String method, Throwable e) {
    if (reported.compareAndSet(false, true)) {
      try {
        Uncaught.report(new IllegalStateException("the probe " + TypeName.of(probe.getClass()) + " threw from " + method
            + ", which a probe must not: what it shows is incomplete from now on, and further failures are not reported",
            e));
      } catch (OutOfMemoryError _) {
        reported.set(false);
      }
    }
  }

  @Override
  public boolean enabled() {
    return enabled;
  }

  @Override
  public boolean takesDetails() {
    try {
      return probe.takesDetails();
    } catch (Throwable e) {
      failed("takesDetails", e);
      return false;
    }
  }

  @Override
  public boolean tracesScheduler() {
    try {
      return probe.tracesScheduler();
    } catch (Throwable e) {
      failed("tracesScheduler", e);
      return false;
    }
  }

  @Override
  public ThreadProbe openThread(String threadName) {
    try {
      return new Channel(probe.openThread(threadName));
    } catch (Throwable e) {
      failed("openThread", e);
      return Probe.NONE.shared();
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the same object is meant
  public ThreadProbe shared() {
    try {
      var target = probe.shared();
      var guard = shared;
      if (guard.target != target) {
        guard = new Channel(target);
        shared = guard;
      }
      return guard;
    } catch (Throwable e) {
      failed("shared", e);
      return Probe.NONE.shared();
    }
  }

  @Override
  public void runtimeStarted(RuntimeView runtime) {
    try {
      probe.runtimeStarted(runtime);
    } catch (Throwable e) {
      failed("runtimeStarted", e);
    }
  }

  @Override
  public void workerHandedOff(RuntimeView runtime, int worker, long taskId) {
    try {
      probe.workerHandedOff(runtime, worker, taskId);
    } catch (Throwable e) {
      failed("workerHandedOff", e);
    }
  }

  @Override
  public void taskPinned(RuntimeView runtime, int worker, long taskId, long sinceNanos, StackSample stack) {
    try {
      probe.taskPinned(runtime, worker, taskId, sinceNanos, stack);
    } catch (Throwable e) {
      failed("taskPinned", e);
    }
  }

  @Override
  public void timersLate(RuntimeView runtime, int timers, long lateNanos) {
    try {
      probe.timersLate(runtime, timers, lateNanos);
    } catch (Throwable e) {
      failed("timersLate", e);
    }
  }

  @Override
  public void cancelRequested(TaskView task) {
    try {
      probe.cancelRequested(task);
    } catch (Throwable e) {
      failed("cancelRequested", e);
    }
  }

  @Override
  public void failureUnjoined(RuntimeView runtime, long taskId, Throwable failure, long failedAtNanos) {
    try {
      probe.failureUnjoined(runtime, taskId, failure, failedAtNanos);
    } catch (Throwable e) {
      failed("failureUnjoined", e);
    }
  }

  @Override
  public void runtimeStopped(RuntimeView runtime) {
    try {
      probe.runtimeStopped(runtime);
    } catch (Throwable e) {
      failed("runtimeStopped", e);
    }
  }

  private final class Channel implements ThreadProbe {
    private final ThreadProbe target;

    Channel(ThreadProbe target) {
      this.target = target;
    }

    @Override
    public long taskSpawned(TaskView task) {
      try {
        return target.taskSpawned(task);
      } catch (Throwable e) {
        failed("taskSpawned", e);
        return 0;
      }
    }

    @Override
    public long pollStarted(long taskId, long scheduledAtNanos, boolean afterPoll) {
      try {
        return target.pollStarted(taskId, scheduledAtNanos, afterPoll);
      } catch (Throwable e) {
        failed("pollStarted", e);
        return 0;
      }
    }

    @Override
    public long pollEnded(long taskId, int wakersTaken) {
      try {
        return target.pollEnded(taskId, wakersTaken);
      } catch (Throwable e) {
        failed("pollEnded", e);
        return 0;
      }
    }

    @Override
    public long taskWoken(long taskId, long wakerTaskId) {
      try {
        return target.taskWoken(taskId, wakerTaskId);
      } catch (Throwable e) {
        failed("taskWoken", e);
        return 0;
      }
    }

    @Override
    public void taskEnded(long taskId, TaskOutcome outcome) {
      try {
        target.taskEnded(taskId, outcome);
      } catch (Throwable e) {
        failed("taskEnded", e);
      }
    }

    @Override
    public void resourceCreated(ResourceView resource) {
      try {
        target.resourceCreated(resource);
      } catch (Throwable e) {
        failed("resourceCreated", e);
      }
    }

    @Override
    public void resourceEnded(long resourceId) {
      try {
        target.resourceEnded(resourceId);
      } catch (Throwable e) {
        failed("resourceEnded", e);
      }
    }

    @Override
    public void operationStarted(OperationView operation) {
      try {
        target.operationStarted(operation);
      } catch (Throwable e) {
        failed("operationStarted", e);
      }
    }

    @Override
    public void operationPolled(long operationId, boolean ready) {
      try {
        target.operationPolled(operationId, ready);
      } catch (Throwable e) {
        failed("operationPolled", e);
      }
    }

    @Override
    public void operationEnded(long operationId, boolean ready) {
      try {
        target.operationEnded(operationId, ready);
      } catch (Throwable e) {
        failed("operationEnded", e);
      }
    }

    @Override
    public void parking() {
      try {
        target.parking();
      } catch (Throwable e) {
        failed("parking", e);
      }
    }

    @Override
    public void schedulerEvent(SchedulerEvent event, long other, long value) {
      try {
        target.schedulerEvent(event, other, value);
      } catch (Throwable e) {
        failed("schedulerEvent", e);
      }
    }

    @Override
    public void close() {
      try {
        target.close();
      } catch (Throwable e) {
        failed("close", e);
      }
    }
  }
}
