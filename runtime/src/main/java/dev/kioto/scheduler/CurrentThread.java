package dev.kioto.scheduler;

import dev.kioto.future.CancelledException;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.ThreadProbe;
import dev.kioto.probe.WorkerView;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The scheduler of a runtime without threads of its own: its tasks are polled by a platform thread that waits inside `blockOn`,
/// one at a time. When nobody is inside, they wait.
///
/// Follows Tokio's `runtime/scheduler/current_thread/mod.rs`.
final class CurrentThread extends Scheduler {
  /*
   * seat: core -> null   // a thread takes the core, and drives
   *       null -> core   // it leaves, and then unparks one of those who wait
   *
   * Who finds the seat empty enters the queue of those who wait, and looks at the seat again before it sleeps: either the
   * one who leaves finds it in the queue, or it finds the core. Who leaves the queue, for whatever reason, takes the core if
   * it is there, drives for a turn, and unparks the next: the wake-up may have been meant for whoever would drive.
   *
   * A submission from outside pushes to the inject queue, then unparks the parker of the driving thread, if there is one
   * (volatile both). The thread that drives writes its parker, then looks at the inject queue: either it sees the task, or
   * the submitter sees the parker.
   */
  private final AtomicReference<@Nullable CurrentThreadCore> seat;
  private final ConcurrentLinkedQueue<Thread> waiting = new ConcurrentLinkedQueue<>();
  private final WorkerView view;
  private final CurrentThreadCore core;
  private final @Nullable Thread owner; // of a local runtime
  private volatile @Nullable Parker driving;
  private final AtomicBoolean draining = new AtomicBoolean();
  private boolean ended; // guarded by the seat: whoever has the core

  CurrentThread(SchedulerOptions options) {
    super(options, 1);
    owner = options.flavor == SchedulerOptions.Flavor.LOCAL ? Thread.currentThread() : null;
    core = new CurrentThreadCore(this);
    view = core.view();
    seat = new AtomicReference<>(core);
  }

  @Override
  void launch() {}

  // --- driving ---

  /// Waits until `woken`, and runs the runtime's tasks meanwhile unless another thread does: a batch of them also when `woken`
  /// is true at once, for one that only gives way. Returns early, for no reason, and on an interrupt, which it leaves set.
  @Override
  void park(Object blocker, BooleanSupplier woken) {
    if (!mayDrive() || isStopped()) {
      super.park(blocker, woken);
    } else if (!tryDrive(blocker, woken)) {
      waitForTurn(blocker, woken);
      tryDrive(blocker, woken);
    }
  }

  private boolean mayDrive() {
    var self = Thread.currentThread();
    return !self.isVirtual() && (owner == null || self.equals(owner));
  }

  private boolean tryDrive(Object blocker, BooleanSupplier woken) {
    var mine = take();
    if (mine == null) {
      return false;
    }
    drive(mine, woken, !(blocker instanceof RootTask));
    return true;
  }

  private void waitForTurn(Object blocker, BooleanSupplier woken) {
    var self = Thread.currentThread();
    waiting.add(self);
    try {
      if (seat.get() == null && !woken.getAsBoolean()) {
        LockSupport.park(blocker);
      }
    } finally {
      waiting.remove(self);
    }
  }

  private @Nullable CurrentThreadCore take() {
    return seat.get() == null || isStopped() ? null : seat.getAndSet(null);
  }

  private void drive(CurrentThreadCore mine, BooleanSupplier woken, boolean nested) {
    var parker = new Parker(woken);
    parker.bind(Thread.currentThread());
    var before = Current.drive(mine);
    mine.takenBy(Thread.currentThread(), nested);
    driving = parker;
    boolean interrupted = false;
    try {
      do {
        interrupted = mine.turn(parker, woken);
      } while (!woken.getAsBoolean() && !interrupted && !isStopping());
    } finally {
      driving = null;
      mine.givenBack();
      Current.drive(before);
      seat.set(mine);
      endIfStopping();
      unparkNext();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (isStopping() && !woken.getAsBoolean() && !interrupted) {
      throw new CancelledException(this + " has shut down");
    }
  }

  private void unparkNext() {
    var next = waiting.peek();
    if (next != null) {
      LockSupport.unpark(next);
    }
  }

  /// Wakes the thread that drives.
  void unparkDriving() {
    var parker = driving;
    if (parker != null) {
      parker.unpark();
    }
  }

  /// Refuses to let a thread drive that cannot.
  ///
  /// @throws IllegalStateException on a virtual thread, and on any but its own of a local runtime
  @Override
  void checkMayDrive() {
    var self = Thread.currentThread();
    if (self.isVirtual()) {
      throw new IllegalStateException("blockOn of " + this + " was called on virtual thread '" + self.getName()
          + "', which cannot carry the runtime's tasks: call it on a platform thread, or build a multi-thread runtime");
    }
    if (owner != null && !self.equals(owner)) {
      throw new IllegalStateException("blockOn of the local " + this + " was called on thread '" + self.getName()
          + "', but its tasks belong to thread '" + owner.getName() + "'");
    }
  }

  @Override
  public boolean isOwnedByCaller() {
    return Thread.currentThread().equals(owner);
  }

  // --- scheduling ---

  @Override
  void submit(ScheduledTask<?> task, @Nullable Core caller) {
    if (caller != null && caller.scheduler() == this) {
      caller.schedule(task);
      return;
    }
    remoteSchedule(task);
    if (isStopped()) {
      endInjected();
    } else {
      unparkDriving();
    }
  }

  @Override
  <T extends @Nullable Object> T blockInPlace(Core caller, Callable<T> body) {
    throw new IllegalStateException("blockInPlace was called on " + this
        + ", which has no other thread that could take over: it needs a multi-thread runtime; use spawnBlocking");
  }

  ThreadProbe probeOfThread() {
    return probeOf(null);
  }

  @Override
  public List<? extends WorkerView> workers() {
    return List.of(view);
  }

  @Override
  Core[] cores() {
    return new Core[] {core};
  }

  @Override
  @Nullable StackSample sampleRunning(FutureTask<?> task) {
    return sampleOn(core, task);
  }

  // --- shutdown ---

  @Override
  public void startShutdown() {
    super.startShutdown();
    if (owned().isDrained()) {
      stop();
    } else if (owner == null && draining.compareAndSet(false, true)) {
      blockingPool().startOther(this::drain, "-shutdown"); // somebody has to let the tasks unwind
    }
  }

  @Override
  public boolean shutdown(long nanos) throws InterruptedException {
    if (owner == null) {
      return super.shutdown(nanos);
    }
    checkMayDrive();
    refuseToWait(nanos);
    long deadline = System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2); // which an entry can hold
    super.startShutdown();
    var alarm = driver().entry(clock().at(deadline));
    if (isStopped() || alarm.poll(this::unparkDriving).isReady()) {
      return super.shutdown(Math.max(0, deadline - System.nanoTime()));
    }
    while (!isStopped() && !owned().isDrained() && System.nanoTime() - deadline < 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted in the shutdown of " + this);
      }
      park(this, this::isDone);
    }
    alarm.cancel();
    return super.shutdown(Math.max(0, deadline - System.nanoTime()));
  }

  // Also true once the runtime has stopped: nobody wakes a thread that goes to sleep after that.
  private boolean isDone() {
    return isStopped() || owned().isDrained();
  }

  private void drain() {
    try {
      while (!isStopped() && !owned().isDrained()) {
        park(this, this::isDone);
      }
    } catch (CancelledException _) {
      // The time was up.
    }
  }

  @Override
  void stop() {
    setStopping();
    unparkDriving();
    endIfStopping();
  }

  // Either the one who stops the runtime finds the core, or the one who gives it back sees that it was stopped.
  private void endIfStopping() {
    var mine = isStopping() ? take() : null;
    if (mine != null) {
      end(mine);
      seat.set(mine);
    }
  }

  // By whoever has the core, once.
  private void end(CurrentThreadCore mine) {
    if (!ended) {
      ended = true;
      mine.handOver();
      endTasks();
      allStopped();
      waiting.forEach(LockSupport::unpark);
    }
  }
}
