package dev.kioto.jfr;

import dev.kioto.probe.Probe;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.ThreadProbe;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.FlightRecorder;

/// Makes events of the JDK Flight Recorder of what a runtime tells, for the recordings that want them, and tells it on to
/// another probe. Events have the instants and the threads of what they are about, whether a console listens or not.
///
/// Which events a recording has, and from which length on, are its own settings, by the names of the events:
/// `kioto.TaskPoll#threshold=1ms`. Safe for use by any thread.
public final class JfrProbe implements Probe {
  // Runtimes with the same probe must have the same one here too: a thread of the one that tells of a task of the other uses
  // its channel to the probe that both have. Guarded by itself.
  private static final List<WeakReference<JfrProbe>> MADE = new ArrayList<>();

  private final Probe next;

  // Replaced when the probe behind gives another channel. Any thread; two may make the same at once.
  private volatile JfrShared shared;

  private JfrProbe(Probe next) {
    this.next = next;
    shared = new JfrShared(next.shared(), next);
  }

  /// The probe that stands before another one, the same for the same.
  ///
  /// @param next who else is told; [Probe#NONE] for nobody
  /// @throws IllegalStateException when this Java has no flight recorder
  @SuppressWarnings("ReferenceEquality") // the same object is meant
  public static Probe before(Probe next) {
    requireFlightRecorder();
    Events.register();
    synchronized (MADE) {
      MADE.removeIf(made -> made.get() == null);
      for (var made : MADE) {
        var probe = made.get();
        if (probe != null && (probe.next == next || probe == next)) {
          return probe;
        }
      }
      var probe = new JfrProbe(next);
      MADE.add(new WeakReference<>(probe));
      return probe;
    }
  }

  private static void requireFlightRecorder() {
    if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty() || !FlightRecorder.isAvailable()) {
      throw new IllegalStateException(
          "kioto.jfr is on, and this Java has no flight recorder: switch it off, or use a Java"
              + " with the module jdk.jfr");
    }
  }

  @Override
  public boolean enabled() {
    return true;
  }

  /// Also while a recording wants spawns, with their lines.
  @Override
  public boolean takesDetails() {
    return next.takesDetails() || new TaskSpawn().isEnabled();
  }

  @Override
  public boolean tracesScheduler() {
    return next.tracesScheduler() || JfrChannel.tracesScheduler();
  }

  @Override
  public ThreadProbe openThread(String threadName) {
    return new JfrThread(next.openThread(threadName), next);
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public ThreadProbe shared() {
    var target = next.shared();
    var channel = shared;
    if (channel.next != target) {
      channel = new JfrShared(target, next);
      shared = channel;
    }
    return channel;
  }

  @Override
  public void runtimeStarted(RuntimeView runtime) {
    next.runtimeStarted(runtime);
    Events.add(runtime);
  }

  @Override
  public void workerHandedOff(RuntimeView runtime, int worker, long taskId) {
    next.workerHandedOff(runtime, worker, taskId);
    var event = new WorkerHandOff();
    if (event.shouldCommit()) {
      event.runtimeId = runtime.id();
      event.worker = worker;
      event.taskId = taskId;
      event.commit();
    }
  }

  @Override
  public void taskPinned(RuntimeView runtime, int worker, long taskId, long sinceNanos, StackSample stack) {
    next.taskPinned(runtime, worker, taskId, sinceNanos, stack);
    var event = new TaskPinned();
    if (event.shouldCommit()) {
      event.taskId = taskId;
      event.runtimeId = runtime.id();
      event.worker = worker;
      event.waited = System.nanoTime() - sinceNanos;
      event.stack(stack);
      event.commit();
    }
  }

  @Override
  public void timersLate(RuntimeView runtime, int timers, long lateNanos) {
    next.timersLate(runtime, timers, lateNanos);
  }

  @Override
  public void cancelRequested(TaskView task) {
    next.cancelRequested(task);
  }

  @Override
  public void failureUnjoined(RuntimeView runtime, long taskId, Throwable failure, long failedAtNanos) {
    next.failureUnjoined(runtime, taskId, failure, failedAtNanos);
  }

  @Override
  public void runtimeStopped(RuntimeView runtime) {
    Events.remove(runtime);
    next.runtimeStopped(runtime);
  }
}
